import type { HistoryEntry } from './HistoryEntry'
import type { OrderLine } from './OrderLine'
import type { OrderRow } from './OrderRow'
import type { OutboxItem } from './OutboxItem'

export type OrderDetail = OrderRow & {
  statusText: string
  phone: string
  address: Array<string>
  lines: Array<OrderLine>
  paymentMethod: string
  shippingProvider: string
  trackingNumber: string
  shipping: OutboxItem | null
  history: Array<HistoryEntry>
}
