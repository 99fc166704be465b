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

/** Whether a line of one cell is an order of the sheet with something behind or before it. */
function names(line: string, isOrder: (id: string) => boolean): boolean {
  const words = line.trim().split(/[\s,;|]+/)
  return words.length > 1 && (isOrder(words[0] ?? '') || isOrder(words.at(-1) ?? ''))
}

export function readPasted(pasted: string, isOrder: (id: string) => boolean): Pasted {
  const table = readTable(pasted)
  while (table.length && table.at(-1)?.every(blank)) table.pop()
  const filled = new Set(table.flatMap((row) => row.flatMap((cell, at) => (blank(cell) ? [] : [at]))))
  const lines = table.map((row) => (row.find((cell) => !blank(cell)) ?? '').trim())
  if (filled.size > 1 || lines.some((line) => names(line, isOrder))) return { kind: 'table' }
  const known = lines.filter(isOrder).length
  if (known > 0 && known === lines.filter((line) => !blank(line)).length) return { kind: 'ids', ids: known }
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
  const laid = numbers.flatMap((number, down) => {
    const id = orders[at + down]
    return id === undefined || blank(number) ? [] : [{ id, number }]
  })
  return {
    writes: laid.filter(({ id }) => takes(id)),
    passed: laid.filter(({ id }) => !takes(id)).map(({ id }) => id),
    left: numbers.slice(Math.max(0, orders.length - at)).filter((number) => !blank(number)).length,
  }
}
