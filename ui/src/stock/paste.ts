/**
 * Pasting a table: where it goes, what is asked before, and what it makes of the cells. Its lines go into the rows of
 * SKUs one after the other, as they were copied; folded products between them are stepped over.
 */
import { app } from '../app.svelte'
import { Sight } from './cells'
import { againstLevels, leftOut } from './folding'
import { gestureText } from './gestureText'
import { asAdjustment } from './parse'
import { columnsOf, isSingle, widthOf } from './ranges'
import type { Range, Shelf } from './shelf.svelte'
import { readTable } from './tsv'
import { writeRows } from './writing'

export type PastePlan = {
  table: string[][]
  height: number
  width: number
  /** Where it goes, again and again where this is larger than the table. */
  to: Range
  /** What is selected, where the table is larger than that. */
  tooLarge: Range | null
  /** Cells with something in them: that go in, and that would lie past the end of the list. */
  cells: number
  outside: number
  /** Signs count, and a bare number is added. */
  adjusts: boolean
}

/** Pastes at the range; asks first where more would be written than is selected, or less than was copied. */
export async function paste(shelf: Shelf, pasted: string, adjusts = false) {
  const isOnSums = againstLevels(shelf)
  if (isOnSums !== null) return app.announce(isOnSums)
  const plan = planOf(shelf, readTable(pasted), adjusts)
  if (plan.tooLarge || plan.outside) shelf.hand.asks = plan
  else await perform(shelf, plan)
}

export function planOf({ range, list, warehouses, foldedRows }: Shelf, table: string[][], adjusts = false): PastePlan {
  const height = table.length
  const width = table.reduce((widest, row) => Math.max(widest, row.length), 1)
  const rows = foldedRows.skus(range)
  const isMultiple = rows > 0 && rows % height === 0 && widthOf(range) % width === 0
  const isLarger = height > rows || width > widthOf(range)
  const whole = isMultiple ? range : { ...range, bottom: foldedRows.reached(range.top, height), right: range.left + width - 1 }
  const to = { ...whole, bottom: Math.min(whole.bottom, list.total - 1), right: Math.min(whole.right, warehouses.length - 1) }
  const all = filledIn(table, height, width)
  const inside = filledIn(table, Math.min(height, foldedRows.skus(to)), Math.min(width, widthOf(to)))
  const times = isMultiple ? (rows / height) * (widthOf(range) / width) : 1
  return { table, height, width, to, tooLarge: isLarger && !isSingle(range) ? range : null, cells: inside * times, outside: all - inside, adjusts }
}

/** Cells with something in them, of the upper left part of a table. */
function filledIn(table: string[][], height: number, width: number): number {
  let filled = 0
  for (let row = 0; row < height; row += 1) for (let col = 0; col < width; col += 1) if (table[row]?.[col]?.trim()) filled += 1
  return filled
}

/** An empty pasted cell leaves what is there. */
export async function perform(shelf: Shelf, { table, height, width, to, adjusts }: PastePlan) {
  const sight = new Sight(shelf)
  const columns = columnsOf(to)
  if (!isSingle(to)) shelf.select(to)
  const step = await writeRows(
    shelf,
    to,
    (row, before) => {
      const line = table[before % height]
      return columns.map((col) => {
        const text = line?.[(col - to.left) % width] ?? ''
        if (text.trim() === '') return null
        return adjusts ? sight.entry(row, col, asAdjustment(text), 'onto') : sight.entry(row, col, text, 'pasted')
      })
    },
    sight,
  )
  const sentence = adjusts ? gestureText.adjusted : gestureText.pasted
  if (step) app.announce(sentence(step.cells - step.wrong, step.wrong) + leftOut(shelf, to))
}
