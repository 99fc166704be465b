/** Ranges of cells, as numbers. */
import type { Range } from './shelf.svelte'

export const isSingle = ({ top, bottom, left, right }: Range) => top === bottom && left === right

export type Columns = Pick<Range, 'left' | 'right'>

/** Whether a column is among those that are marked in a row; null where none is. */
export const isMarked = (marked: Columns | null, col: number) => marked !== null && col >= marked.left && col <= marked.right

export function columnsOf({ left, right }: Range): number[] {
  return Array.from({ length: right - left + 1 }, (_, across) => left + across)
}

export const heightOf = ({ top, bottom }: Range) => bottom - top + 1
export const widthOf = ({ left, right }: Range) => right - left + 1
export const sizeOf = (range: Range) => heightOf(range) * widthOf(range)
