import type { StockLevel } from './StockLevel'

export type StockRow = {
  productId: string
  skuId: string
  product: string
  sellerSku: string
  skusInProduct: number
  levels: Array<StockLevel>
  total: number | null
}
