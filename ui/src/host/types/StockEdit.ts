import type { StockChange } from './StockChange'

export type StockEdit = {
  productId: string
  skuId: string
  warehouseId: string
  change: StockChange
  base: number | null
}
