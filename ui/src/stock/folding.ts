/** Folding products and unfolding them: where that is possible, and how it is told. */
import { caps, isMac } from '../actions/stroke'
import { app } from '../app.svelte'
import type { StockPlace } from '../host'
import { text } from '../text'
import { foldText } from './foldText'
import { isFolded, refolded } from './folds'
import type { Range, Shelf } from './shelf.svelte'

export const unfoldKey = 'Alt+ArrowRight'
const printed = () => caps(unfoldKey, isMac()).join('+')

/** What is to be said of a folded row where somebody would edit it. */
export const sumSentence = (skus: number) => foldText.sum(skus, printed())
export const foldHint = () => foldText.hint(printed())

/** Behind what a gesture over a range did: how many rows of it were none of its own. */
export function leftOut({ foldedRows }: Shelf, range: Pick<Range, 'top' | 'bottom'>): string {
  const rows = foldedRows.within(range)
  return rows ? ` ${foldText.leftOut(rows)}` : ''
}

/** Why nothing can be done to levels of a range; null where it has any. */
export const againstLevels = ({ foldedRows, range }: Shelf) => (foldedRows.skus(range) ? null : foldText.onlyFolded)

export function againstFold(shelf: Shelf): string | null {
  const row = shelf.list.at(shelf.active.row)
  if (!shelf.isGrouped) return foldText.noGroups
  if (!row) return text.not.noLevel
  if (row.folded) return foldText.isFolded
  const isOfIt = (at: number) => shelf.list.at(at)?.productId === row.productId
  return isOfIt(shelf.active.row - 1) || isOfIt(shelf.active.row + 1) ? null : foldText.oneSku
}

export function againstUnfold(shelf: Shelf): string | null {
  if (!shelf.isGrouped) return foldText.noGroups
  return shelf.list.at(shelf.active.row)?.folded ? null : foldText.isUnfolded
}

export const againstFoldAll = ({ isGrouped }: Shelf) => (isGrouped ? null : foldText.noGroups)
export const againstUnfoldAll = ({ isGrouped, foldedRows }: Shelf) => (!isGrouped ? foldText.noGroups : foldedRows.count ? null : foldText.noFolds)

/** Folds the product of a row, or unfolds it; the active cell goes into its folded row and out of it again. */
export async function foldRow(shelf: Shelf, at: number, folded: boolean) {
  const row = shelf.list.at(at)
  if (!row) return
  const { productId, product } = row
  await shelf.refold(refolded(shelf.folds, productId, folded))
  const now = folded ? near(shelf, at, productId) : undefined
  if (now?.folded) app.announce(foldText.folded(product, now.folded.skus))
  else if (!folded) app.announce(foldText.unfolded(product))
}

/** The folded row of a product, which stands where the product began. */
function near(shelf: Shelf, from: number, productId: string) {
  const at = shelf.list.find(from, `${productId}\u001f`)
  return at === null ? undefined : shelf.list.at(at)
}

export async function foldAll(shelf: Shelf, folded: boolean) {
  await shelf.refold({ all: folded, but: [] })
  app.announce(folded ? foldText.allFolded(shelf.foldedRows.count) : foldText.allUnfolded)
}

/** Whether a SKU may be in a folded row. */
export const isHidden = (shelf: Shelf, { productId }: StockPlace) => shelf.isGrouped && isFolded(shelf.folds, productId)

/** Unfolds the product of a SKU, with the active cell at that one. */
export const unfoldFor = (shelf: Shelf, { productId, skuId }: StockPlace) => shelf.refold(refolded(shelf.folds, productId, false), { productId, skuId })
