/** How many of the selected orders wait to be shipped, as far as counts tell that are here anyway. Pure. */
import type { OrderSelection } from '../host'
import type { ShownList } from './shownList'

type Known = Pick<ShownList, 'query' | 'total' | 'counts' | 'toShip'>

/** How many of a list wait, also those of which a number is on its way. */
function waitingIn({ query: { tab }, total, counts }: Known): number {
  if (tab === 'needs_action' || tab === 'to_ship') return total
  return tab === 'all' ? counts.to_ship : 0
}

/**
 * Never fewer than there are: in the list not more than wait there, and outside of it not more than wait
 * elsewhere. Of the whole pile *To ship*, and of the selected ones alone, it is exactly as many.
 */
export function mostToShip({ count, inList }: OrderSelection, list: Known | null): number {
  if (!list) return count
  const here = waitingIn(list)
  return Math.min(inList, here) + Math.min(count - inList, Math.max(0, list.toShip - here))
}
