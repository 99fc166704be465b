/** Ranges of cells and the clipboard. Pure but for the shelf they read. */
import { app } from '../app.svelte'
import { text } from '../text'
import type { Entry, How } from './sheet'
import type { Position, Range, Shelf } from './shelf.svelte'
import { readTable, writeTable } from './tsv'

export function cellsOf({ top, bottom, left, right }: Range): Position[] {
  const cells: Position[] = []
  for (let row = top; row <= bottom; row += 1) for (let col = left; col <= right; col += 1) cells.push({ row, col })
  return cells
}

export const isSingle = ({ top, bottom, left, right }: Range) => top === bottom && left === right

export function holds({ top, bottom, left, right }: Range, row: number, col: number): boolean {
  return row >= top && row <= bottom && col >= left && col <= right
}

/** The numbers of the range as a table; empty where the shop tells none. */
export function copied(shelf: Shelf): string {
  const { top, bottom, left, right } = shelf.range
  const rows = Array.from({ length: bottom - top + 1 }, (_, down) =>
    Array.from({ length: right - left + 1 }, (_, across) => String(shelf.shown({ row: top + down, col: left + across }) ?? '')),
  )
  return writeTable(rows)
}

/** Writes one text into every cell of the range, as one step. */
export function fill(shelf: Shelf, typed: string, how: How) {
  write(shelf, cellsOf(shelf.range).map((at) => shelf.entry(at, typed, how)))
}

/** Copies the top row of the range to the rows under it. */
export function fillDown(shelf: Shelf) {
  const { top } = shelf.range
  const entries = cellsOf(shelf.range)
    .filter(({ row }) => row > top)
    .map((at) => {
      const above = shelf.shown({ row: top, col: at.col })
      return above === null ? null : shelf.entry(at, String(above), 'over')
    })
  write(shelf, entries)
}

/** Pastes a table at the range's corner; a single value goes into every cell of the range. */
export async function paste(shelf: Shelf, pasted: string) {
  const table = readTable(pasted)
  const only = table.length === 1 && table[0]?.length === 1 ? table[0][0] : undefined
  const { top, left, bottom } = shelf.range
  await shelf.list.want(top, Math.max(bottom, top + table.length - 1))
  const entries =
    only === undefined
      ? table.flatMap((row, down) => row.map((cell, across) => placed(shelf, { row: top + down, col: left + across }, cell)))
      : cellsOf(shelf.range).map((at) => placed(shelf, at, only))
  const written = write(shelf, entries)
  const bad = written.filter(({ ref }) => shelf.sheet.draft(ref)?.problem).length
  app.announce(text.stock.pasted(written.length, bad))
}

/** An empty pasted cell leaves what is there; what falls outside the list is left out. */
function placed(shelf: Shelf, at: Position, cell: string): Entry | null {
  return cell.trim() === '' ? null : shelf.entry(at, cell, 'pasted')
}

function write(shelf: Shelf, entries: (Entry | null)[]): Entry[] {
  const real = entries.filter((entry) => entry !== null)
  shelf.sheet.write(real)
  return real
}
