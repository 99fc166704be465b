/** How the order table is sorted, and what a click on a heading makes of it. */
import type { OrderSort, OrderSortBy, OrderTab } from '../host'

/** Without the seller's own wish: what waits by its deadline, everything else by its age. */
export function usualSort(tab: OrderTab): OrderSort {
  const isUrgent = tab === 'needs_action' || tab === 'to_ship'
  return isUrgent ? { by: 'ship_by', descending: false } : { by: 'created', descending: true }
}

/** Ascending, descending, and back to the usual order, which is null. */
export function nextSort(sort: OrderSort | null, by: OrderSortBy, tab: OrderTab): OrderSort | null {
  const usual = usualSort(tab)
  const next = following(sort, by, usual)
  return next && isSame(next, usual) ? null : next
}

function following(sort: OrderSort | null, by: OrderSortBy, usual: OrderSort): OrderSort | null {
  if (sort?.by === by) return sort.descending || by === usual.by ? null : { by, descending: true }
  return { by, descending: sort === null && usual.by === by ? !usual.descending : false }
}

const isSame = (one: OrderSort, other: OrderSort) => one.by === other.by && one.descending === other.descending
