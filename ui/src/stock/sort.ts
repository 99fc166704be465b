/** How the grid is sorted, and what a click on a heading makes of it. */
import type { StockSort, StockSortBy } from '../host'

export const byProduct: StockSort = { by: { kind: 'product' }, descending: false }

/** Ascending, descending, and back to the order by product. */
export function nextSort(sort: StockSort, by: StockSortBy): StockSort {
  if (!isBy(sort, by)) return { by, descending: false }
  if (!sort.descending) return { by, descending: true }
  return byProduct
}

/** What a heading says of itself. */
export function sortedAs(sort: StockSort, by: StockSortBy): 'none' | 'ascending' | 'descending' {
  if (!isBy(sort, by)) return 'none'
  return sort.descending ? 'descending' : 'ascending'
}

function isBy(sort: StockSort, by: StockSortBy): boolean {
  const warehouseOf = (one: StockSortBy) => (one.kind === 'level' ? one.warehouseId : null)
  return sort.by.kind === by.kind && warehouseOf(sort.by) === warehouseOf(by)
}
