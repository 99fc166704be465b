/**
 * A double click on the handle. A spreadsheet fills down as far as the column beside is filled; here every column is
 * filled down to the end of the list, and that many levels must never be changed by a slip of the finger. So what
 * counts is what is unsaved: on the left, or else on the right, as far as it goes on without a gap from the row under
 * the range. Where there is nothing unsaved beside, how far can't be told, and nothing is done.
 */
import { app } from '../app.svelte'
import { asAppError } from '../host'
import { Sight } from './cells'
import { fillTo } from './fill'
import { gestureText } from './gestureText'
import { Reach } from './reach'
import type { Shelf } from './shelf.svelte'

export async function fillOn(shelf: Shelf) {
  const { range } = shelf
  const beside = await reachOf(shelf, range.left - 1)
  const bottom = beside > range.bottom ? beside : await reachOf(shelf, range.right + 1)
  if (bottom > range.bottom) await fillTo(shelf, { ...range, top: range.bottom + 1, bottom })
  else app.announce(gestureText.nothingBeside)
}

/** The last row under the range down to which a column is unsaved without a gap. */
async function reachOf(shelf: Shelf, col: number): Promise<number> {
  const [sight, { bottom }] = [new Sight(shelf), shelf.range]
  let last = bottom
  let hasGap = false
  // Never farther than there are drafts, so a list of any length is read only as far as it may matter.
  const rows = { top: bottom + 1, bottom: shelf.foldedRows.reached(bottom + 1, shelf.sheet.size) }
  if (!sight.warehouses[col]) return last
  const reach = new Reach(sight.list, rows, (row, index) => {
    hasGap ||= !sight.draft(row, col)
    if (!hasGap) last = index
  })
  try {
    if (!reach.begin() && !hasGap) await shelf.bulk.finish(reach, () => !hasGap)
  } catch (thrown) {
    app.warn(gestureText.notRead(asAppError(thrown).message))
    return bottom
  }
  return last
}
