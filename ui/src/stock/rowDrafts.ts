/** The drafts of a row's cells, as one list for as long as they are the same: whoever follows it hears nothing of other rows. */
import type { StockRow, Warehouse } from '../host'
import { refIn } from './cells'
import type { Draft, Sheet } from './sheet'

export type RowDraft = Draft | undefined

const none: readonly RowDraft[] = []

export class RowDrafts {
  private readonly told = new WeakMap<StockRow, readonly RowDraft[]>()

  constructor(private readonly sheet: Sheet) {}

  /** In the order of the warehouses; shorter where the rest of its cells has none. */
  of(row: StockRow, warehouses: readonly Warehouse[]): readonly RowDraft[] {
    if (row.folded || !this.sheet.draftsOf(row.productId)) return none
    const now = warehouses.map((warehouse) => this.sheet.draft(refIn(row, warehouse)))
    const before = this.told.get(row)
    if (before && before.length === now.length && now.every((draft, col) => draft === before[col])) return before
    this.told.set(row, now)
    return now
  }
}
