/** Why a shipment is not even queued, as far as the screens need it. */
import type { HandoverWays } from '../types/HandoverWays'
import type { LabelPrices } from '../types/LabelPrices'
import type { ParcelSize } from '../types/ParcelSize'
import type { Shipment } from '../types/Shipment'
import { shippingOf } from './desk'
import type { MemoryShop } from './shop'

export function shipmentRefusal(shop: MemoryShop, { orderId, trackingNumber, handover, purchase }: Shipment): string | null {
  if (!shop.known(orderId)) return 'This order is no longer in the shop.'
  if (!purchase && shop.order(orderId).buysLabel) return 'TikTok’s label is bought for this order, one by one: choose it by itself to see what that costs. Nothing was sent or bought.'
  if (!handover && !purchase && !trackingNumber.trim()) return 'The tracking number is empty. Type or scan the number on the label.'
  const under = shippingOf(shop, orderId)
  return under && under.state !== 'refused' ? 'This order is already on its way out.' : null
}

/** What labels for a parcel cost, the cheapest first. */
export function labelPrices(orderId: string, { weight }: ParcelSize): LabelPrices {
  const cents = (base: number, step: number) => ((base + step * Math.ceil(Number(weight))) / 100).toFixed(2)
  const service = (nth: number, name: string, carrier: string, price: string, earliestDays: number, latestDays: number) => ({ id: `${nth}${orderId}`, name, carrier, price, currency: 'USD', earliestDays, latestDays })
  return { services: [service(1, 'Ground Advantage', 'USPS', cents(380, 32), 2, 5), service(2, 'Ground', 'UPS', cents(690, 44), 2, 5)] }
}

const HOUR = 3_600_000

/** Two carriers' times, from tomorrow on. */
export function handoverWays(now: number): HandoverWays {
  const slot = (days: number) => ({ from: new Date(now + days * 24 * HOUR).toISOString(), to: new Date(now + days * 24 * HOUR + 8 * HOUR).toISOString() })
  return { canDropOff: true, canPickUp: true, slots: [slot(1), slot(2)] }
}
