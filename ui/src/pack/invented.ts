/** For tests: an order as the app tells it, of the lines that the test is about. */
import type { OrderDetail } from '../host'
import { MemoryHost } from '../host/memory/host'

export type InventedLine = { sku: string; quantity: number; product?: string; name?: string }

const [any] = new MemoryHost({ orders: 1, skus: 1 }).shops[0]!.orders

export function invented(id: string, lines: InventedLine[], more: Partial<OrderDetail> = {}): OrderDetail {
  return {
    ...any!,
    id,
    status: 'AWAITING_SHIPMENT',
    statusText: 'Ready to ship',
    look: 'to_ship',
    selected: false,
    hasNote: false,
    shipping: null,
    errand: null,
    trackingNumber: '',
    lines: lines.map(({ sku, quantity, product = `p-${sku}`, name = `Thing ${sku}` }) => ({ productId: product, skuId: `id-${sku}`, name, sellerSku: sku, quantity, left: quantity, price: '1.00' })),
    ...more,
  }
}
