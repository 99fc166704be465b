/** Gestures that put something into every cell of a range. */
import { app } from '../app.svelte'
import { Sight } from './cells'
import type { FarWriting } from './editor.svelte'
import { leftOut } from './folding'
import { gestureText } from './gestureText'
import type { OpenStep } from './openStep'
import { columnsOf } from './ranges'
import { keyOf, type Entry, type How } from './sheet'
import type { Range, Shelf } from './shelf.svelte'
import { readNumbers, writeRows } from './writing'

/** Writes one text into every cell of the range. Of the cell it was typed into, `typedFor` tells what stood there then. */
async function fill(shelf: Shelf, typed: string, how: How, typedFor: Omit<Entry, 'typed'> | null) {
  const { range } = shelf
  const [sight, own] = [new Sight(shelf), typedFor && keyOf(typedFor.ref)]
  const entryAt = (entry: Entry | null) => (typedFor && entry && keyOf(entry.ref) === own ? { ...typedFor, typed } : entry)
  const step = await writeRows(shelf, range, (row) => columnsOf(range).map((col) => entryAt(sight.entry(row, col, typed, how))), sight)
  said(step, gestureText.filled, leftOut(shelf, range))
}

/** Writes into a cell whose row is still on its way: the one that had its place when the typing began. */
async function writeAt(shelf: Shelf, typed: string, { sight, at: { row, col }, how }: Parameters<FarWriting['writeAt']>[2]) {
  await writeRows(shelf, { top: row, bottom: row }, (here) => [sight.entry(here, col, typed, how)], sight)
}

export const farWriting: FarWriting = { fill, writeAt }

/** Copies one range over another, again and again where that is larger. Never a series: a level is no number in a row. */
async function copyOver(shelf: Shelf, from: Range, to: Range) {
  const sight = new Sight(shelf)
  const numbers = await readNumbers(shelf, from)
  if (!numbers?.length) return
  const [height, width] = [numbers.length, from.right - from.left + 1]
  const at = (row: number, col: number) => numbers[within(row, height)]?.[within(col - from.left, width)] ?? null
  const down = rowsDown(shelf, from.top, to.top)
  const step = await writeRows(
    shelf,
    to,
    (row, before) =>
      columnsOf(to).map((col) => {
        const number = at(down + before, col)
        return number === null ? null : sight.entry(row, col, String(number), 'over')
      }),
    sight,
  )
  said(step, gestureText.filled, leftOut(shelf, to))
}

/** How many rows of SKUs lie from one row down to another; fewer than none where that is above. */
function rowsDown({ foldedRows }: Shelf, from: number, to: number): number {
  return to < from ? -foldedRows.skus({ top: to, bottom: from - 1 }) : foldedRows.skus({ top: from, bottom: to - 1 })
}

/** What is left of a number when a size is taken from it, or put to it, until it lies within. */
const within = (number: number, size: number) => ((number % size) + size) % size

/** The row, or column, that is copied: the first of the range, or the one before it where the range has no other. */
const firstOf = (first: number, last: number) => (last > first ? first : first - 1)

/** The same of rows: the first with a SKU. The sum above a row is no level to copy. */
function firstRow({ range: { top, bottom }, foldedRows }: Shelf): number | null {
  const first = foldedRows.reached(top, 1)
  if (foldedRows.skus({ top, bottom }) > 1) return first
  return foldedRows.has(first - 1) || first === 0 || first > bottom ? null : first - 1
}

export const mayFillDown = (shelf: Shelf) => firstRow(shelf) !== null
export const mayFillRight = ({ range: { left, right } }: Shelf) => firstOf(left, right) >= 0

/** Copies the top row of the range to the rows under it. */
export async function fillDown(shelf: Shelf) {
  const { range } = shelf
  const top = firstRow(shelf)
  if (top !== null) await copyOver(shelf, { ...range, top, bottom: top }, { ...range, top: top + 1 })
}

/** Copies the left column of the range to the columns right of it. */
export async function fillRight(shelf: Shelf) {
  const { range } = shelf
  const left = firstOf(range.left, range.right)
  if (left >= 0) await copyOver(shelf, { ...range, left, right: left }, { ...range, left: left + 1 })
}

/** Copies the range to where its handle was drawn, and selects all of it. */
export async function fillTo(shelf: Shelf, to: Range) {
  const { range } = shelf
  shelf.select({ top: Math.min(range.top, to.top), bottom: Math.max(range.bottom, to.bottom), left: Math.min(range.left, to.left), right: Math.max(range.right, to.right) })
  await copyOver(shelf, range, to)
}

/** Adds to every level of the range. Cells where that leads below 0 or too high, or that aren't told, stay as they are. */
export async function nudge(shelf: Shelf, by: number) {
  const { range, sheet } = shelf
  const sight = new Sight(shelf)
  let left = 0
  const nudged = (entry: Entry | null) => {
    if (!entry || sheet.preview(entry).kind !== 'wrong') return entry
    left += 1
    return null
  }
  const typed = by < 0 ? String(by) : `+${by}`
  const step = await writeRows(shelf, range, (row) => columnsOf(range).map((col) => nudged(sight.entry(row, col, typed, 'onto'))), sight)
  if (step) app.announce(gestureText.nudged(by, step.cells, left) + leftOut(shelf, range))
}

/** Takes the unsaved changes of the range away: an emptied cell is the shop's level again, and never a zero. */
export async function revert(shelf: Shelf) {
  const { range } = shelf
  const sight = new Sight(shelf)
  const step = await writeRows(
    shelf,
    range,
    (row) => columnsOf(range).map((col) => (sight.draft(row, col) ? sight.entry(row, col, '', 'over') : null)),
    sight,
  )
  said(step, gestureText.reverted, leftOut(shelf, range))
}

/** Aloud, of more cells than the person has heard of already. */
export function said(step: OpenStep | null, sentence: (taken: number, wrong: number) => string, more: string, heard = 1) {
  if (step && (step.cells > heard || more)) app.announce(sentence(step.cells - step.wrong, step.wrong) + more)
}
