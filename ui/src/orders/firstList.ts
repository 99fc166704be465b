/** The list that the app begins with, asked for before it is known whose it is: that answer is on its way meanwhile. */
import { app } from '../app.svelte'
import { host, type FirstOrders, type OpenedOrders, type OrderFilter } from '../host'
import { firstQuery, firstQuestion } from './firstQuery'

let asked: Promise<FirstOrders | null> | null = null
let stop = () => {}

export function askForFirst() {
  // Where it fails, the desk asks again, and says why not.
  asked = host().first_orders(firstQuestion).catch(() => null)
  // No desk hears of changes yet that this list may not have.
  stop = app.onTables(['orders', 'outbox', 'shop'], forget)
}

function forget() {
  asked = null
  stop()
}

/** Once, and only for whom it is and who asks for just that list. */
export async function takeFirst(shop: number, query: OrderFilter): Promise<OpenedOrders | null> {
  const coming = asked
  const first = await coming
  const isCurrent = coming === asked
  forget()
  return isCurrent && first?.shop === shop && query === firstQuery ? first.orders : null
}
