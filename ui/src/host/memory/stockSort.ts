/** The grid’s rows in their order, as the store sorts them. */
import type { StockRow } from '../types/StockRow'
import type { StockSort } from '../types/StockSort'
import { inOrderOfProducts } from './seed'
import { warehouses } from './shop'

type Key = string | number | null

function keyOf({ by }: StockSort): (row: StockRow) => Key {
  switch (by.kind) {
    case 'product':
      return (row) => row.product.toLowerCase()
    case 'sku':
      return (row) => (row.sellerSku || row.skuId).toLowerCase()
    case 'lasts':
      return (row) => row.lastsDays
    case 'total':
      return (row) => row.total
    case 'level': {
      const col = warehouses.findIndex(({ id }) => id === by.warehouseId)
      return (row) => row.levels[col]?.level ?? null
    }
  }
}

const compare = (one: string | number, other: string | number) => (one < other ? -1 : one > other ? 1 : 0)

/** What isn’t known is last either way, and rows that are alike stay in the order of their products. */
export function sortedStock(rows: StockRow[], sort: StockSort): StockRow[] {
  const key = keyOf(sort)
  return inOrderOfProducts(rows).toSorted((one, other) => {
    const [first, second] = [key(one), key(other)]
    if (first === null || second === null) return Number(first === null) - Number(second === null)
    return sort.descending ? compare(second, first) : compare(first, second)
  })
}
