/** Why a shipment is not even queued, as far as the screens need it. */
import type { Shipment } from '../types/Shipment'
import { shippingOf } from './desk'
import type { MemoryShop } from './shop'

export function shipmentRefusal(shop: MemoryShop, { orderId, trackingNumber }: Shipment): string | null {
  if (!shop.known(orderId)) return 'This order is no longer in the shop.'
  if (!trackingNumber.trim()) return 'The tracking number is empty. Type or scan the number on the label.'
  const under = shippingOf(shop, orderId)
  return under && under.state !== 'refused' ? 'This order is already on its way out.' : null
}
