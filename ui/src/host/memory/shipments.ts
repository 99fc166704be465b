/** Why a shipment is not even queued, as far as the screens need it. */
import type { HandoverWays } from '../types/HandoverWays'
import type { Shipment } from '../types/Shipment'
import { shippingOf } from './desk'
import type { MemoryShop } from './shop'

export function shipmentRefusal(shop: MemoryShop, { orderId, trackingNumber, handover }: Shipment): string | null {
  if (!shop.known(orderId)) return 'This order is no longer in the shop.'
  if (!handover && !trackingNumber.trim()) return 'The tracking number is empty. Type or scan the number on the label.'
  const under = shippingOf(shop, orderId)
  return under && under.state !== 'refused' ? 'This order is already on its way out.' : null
}

const HOUR = 3_600_000

/** Two carriers' times, from tomorrow on. */
export function handoverWays(now: number): HandoverWays {
  const slot = (days: number) => ({ from: new Date(now + days * 24 * HOUR).toISOString(), to: new Date(now + days * 24 * HOUR + 8 * HOUR).toISOString() })
  return { canDropOff: true, canPickUp: true, slots: [slot(1), slot(2)] }
}
