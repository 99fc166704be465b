/** Reads many orders at once, as the sheet shows them: all of them, in the list's order. */
import { host, type OrderRow, type OrderSort } from '../../host'
import { noChips } from '../chips'
import type { Desk } from '../desk.svelte'

/** Rust gives no more rows than this at once. */
const AT_ONCE = 500

/** How the list behind the sheet is sorted, also where nobody has chosen it. */
export function sortOf({ sort, tab }: Pick<Desk, 'sort' | 'tab'>): OrderSort | null {
  const urgent = tab === 'needs_action' || tab === 'to_ship'
  return sort ?? (urgent ? { by: 'ship_by', descending: false } : null)
}

/** Those of the orders that are here. A list that was replaced meanwhile rejects with `not_found`. */
export async function readOrders(shop: number, ids: readonly string[], sort: OrderSort | null): Promise<OrderRow[]> {
  if (!ids.length) return []
  const filter = { tab: 'all' as const, search: '', pasted: ids.join('\n'), selected: false, chips: noChips, sort }
  const { view, total } = await host().open_orders({ shop, filter, first: 0 })
  const begins = Array.from({ length: Math.ceil(total / AT_ONCE) }, (_, at) => at * AT_ONCE)
  const pages = await Promise.all(begins.map((from) => host().order_rows({ view, from, count: AT_ONCE })))
  return pages.flat()
}
