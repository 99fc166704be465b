export type OrderLine = {
  productId: string
  skuId: string
  name: string
  sellerSku: string | null
  quantity: number
  price: string
}
