import type { StockCounts } from './StockCounts'
import type { Warehouse } from './Warehouse'

export type StockList = {
  view: number
  total: number
  warehouses: Array<Warehouse>
  counts: StockCounts
  products: number
}
