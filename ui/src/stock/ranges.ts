/** Ranges of cells, as numbers. */
import type { Range } from './shelf.svelte'

export const isSingle = ({ top, bottom, left, right }: Range) => top === bottom && left === right

export function columnsOf({ left, right }: Range): number[] {
  return Array.from({ length: right - left + 1 }, (_, across) => left + across)
}

export const heightOf = ({ top, bottom }: Range) => bottom - top + 1
export const widthOf = ({ left, right }: Range) => right - left + 1
export const sizeOf = (range: Range) => heightOf(range) * widthOf(range)
