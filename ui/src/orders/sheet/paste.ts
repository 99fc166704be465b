/** What a text pasted into the sheet means, and where a column of numbers goes. No framework. */
import { readTable } from '../../stock/tsv'

export type Pasted =
  | { kind: 'one'; number: string }
  /** A number for this row and those below; an empty one leaves its row as it is. */
  | { kind: 'column'; numbers: string[] }
  /** Numbers beside the ids that they are for: where they stand doesn't matter. */
  | { kind: 'table' }
  /** Order ids alone, where numbers are expected. */
  | { kind: 'ids'; ids: number }

const blank = (cell: string) => cell.trim() === ''

const SEPARATED = /[\s,;|]+/

/** Whether a line of one cell is an order of the sheet with something behind or before it. */
function names(line: string, isOrder: (id: string) => boolean): boolean {
  if (!SEPARATED.test(line)) return false
  const words = line.split(SEPARATED)
  return isOrder(words[0] ?? '') || isOrder(words.at(-1) ?? '')
}

/** Whether more than one of its columns has something in it. */
function hasColumns(table: string[][]): boolean {
  let only: number | null = null
  for (const row of table) {
    for (const [at, cell] of row.entries()) {
      if (blank(cell) || at === only) continue
      if (only !== null) return true
      only = at
    }
  }
  return false
}

export function readPasted(pasted: string, isOrder: (id: string) => boolean): Pasted {
  const table = readTable(pasted)
  while (table.length && table.at(-1)?.every(blank)) table.pop()
  const lines = table.map((row) => (row.find((cell) => !blank(cell)) ?? '').trim())
  if (hasColumns(table) || lines.some((line) => names(line, isOrder))) return { kind: 'table' }
  const areIds = lines.length > 0 && lines.every((line) => line === '' || isOrder(line))
  if (areIds) return { kind: 'ids', ids: lines.filter((line) => line !== '').length }
  return lines.length > 1 ? { kind: 'column', numbers: lines } : { kind: 'one', number: lines[0] ?? '' }
}

export type Write = { id: string; number: string }
export type Filled = {
  writes: Write[]
  /** Orders that take no number though one stood beside them. */
  passed: string[]
  /** Numbers below the last order. */
  left: number
}

/** Lays a column beside the orders from the place `at` on, row by row as they stand on the screen. */
export function fill(orders: readonly string[], at: number, numbers: string[], takes: (id: string) => boolean): Filled {
  const filled: Filled = { writes: [], passed: [], left: 0 }
  for (const [down, number] of numbers.entries()) {
    const id = orders[at + down]
    if (blank(number)) continue
    if (id === undefined) filled.left += 1
    else if (takes(id)) filled.writes.push({ id, number })
    else filled.passed.push(id)
  }
  return filled
}
