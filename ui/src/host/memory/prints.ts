/** Printing without a printer: what was printed of which order, and that a second time asks. */
import type { Paper } from '../types/Paper'
import type { PrintsMade } from '../types/PrintsMade'
import { type MemoryShop } from './shop'

const printKey = (paper: Paper, orderId: string) => `${paper} ${orderId}`

export function printOrders(shop: MemoryShop, orderIds: string[], paper: Paper, again: boolean): PrintsMade {
  const status = (id: string) => shop.orders.find((order) => order.id === id)?.status
  const ids = [...new Set(orderIds)]
  const kept = ids.filter((id) => status(id) !== undefined && status(id) !== 'CANCELLED')
  const leftOut = ids.filter((id) => !kept.includes(id)).map((orderId) => ({ orderId, reason: reasonOf(status(orderId)) }))
  const before = again ? [] : kept.flatMap((orderId) => printedBefore(shop, paper, orderId))
  if (kept.length === 0 || before.length > 0) return { orders: 0, pages: 0, before, leftOut, boxed: [] }
  for (const id of kept) shop.prints.set(printKey(paper, id), shop.nowText())
  return { orders: kept.length, pages: paper === 'pick_list' ? 2 : kept.length, before, leftOut, boxed: [] }
}

function printedBefore(shop: MemoryShop, paper: Paper, orderId: string) {
  const at = shop.prints.get(printKey(paper, orderId))
  return at === undefined ? [] : [{ orderId, at }]
}

function reasonOf(status: string | undefined) {
  return status === undefined
    ? 'This order is not in the list any more, so it was not printed.'
    : 'This order is cancelled, so it was not printed. Don’t send it.'
}
