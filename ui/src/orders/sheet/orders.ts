/** Reads many orders, as the sheet shows them: in the list's order, and page by page, so that the page stands still for none of them. */
import { asAppError, host, type OrderRow, type OrderSort } from '../../host'
import type { Desk } from '../desk.svelte'
import { noChips } from '../firstQuery'

/** Little enough to be read from its text and taken in a few milliseconds. */
const PAGE = 250

/** How often a list is opened that was replaced while it was read: only a store that never rests replaces it more often. */
const TRIES = 3

/** How the list behind the sheet is sorted, also where nobody has chosen it. */
export function sortOf({ sort, tab }: Pick<Desk, 'sort' | 'tab'>): OrderSort | null {
  const urgent = tab === 'needs_action' || tab === 'to_ship'
  return sort ?? (urgent ? { by: 'ship_by', descending: false } : null)
}

/** Hands on those of the orders that are here, by the page; a page may come again where the list was replaced meanwhile. */
export async function readOrders(shop: number, ids: readonly string[], sort: OrderSort | null, take: (page: OrderRow[]) => void): Promise<void> {
  if (!ids.length) return
  const filter = { tab: 'all' as const, search: '', pasted: ids.join('\n'), selected: false, chips: noChips, sort }
  for (let tries = 1; ; tries += 1) {
    try {
      return await readList(await host().open_orders({ shop, filter, first: 0 }), take)
    } catch (thrown) {
      if (asAppError(thrown).code !== 'not_found' || tries === TRIES) throw thrown
    }
  }
}

async function readList({ view, total }: { view: number; total: number }, take: (page: OrderRow[]) => void): Promise<void> {
  const read = (from: number) => (from < total ? host().order_rows({ view, from, count: PAGE }) : null)
  let coming = read(0)
  for (let from = PAGE; coming; from += PAGE) {
    const page: OrderRow[] = await coming
    // The next one is on its way while this one is taken.
    coming = read(from)
    take(page)
  }
}
