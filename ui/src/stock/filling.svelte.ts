/** The handle at the corner of a range, while it is drawn: over which cells the range would be copied. */
import type { Range } from './shelf.svelte'

export class Filling {
  /** Null while the pointer is within the range: nothing would be copied. */
  to = $state.raw<Range | null>(null)

  constructor(private readonly from: Range) {}

  /** The pointer is over this cell: the range is drawn along the side on which that is farther away. */
  reach(row: number, col: number) {
    const { top, bottom, left, right } = this.from
    const [down, across] = [beyond(row, top, bottom), beyond(col, left, right)]
    if (!down && !across) this.to = null
    else if (Math.abs(down) >= Math.abs(across)) this.to = down > 0 ? { ...this.from, top: bottom + 1, bottom: row } : { ...this.from, top: row, bottom: top - 1 }
    else this.to = across > 0 ? { ...this.from, left: right + 1, right: col } : { ...this.from, left: col, right: left - 1 }
  }
}

/** How far past the last, or before the first; 0 in between. */
function beyond(at: number, first: number, last: number): number {
  if (at > last) return at - last
  return at < first ? at - first : 0
}
