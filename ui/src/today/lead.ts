/** From a number of the day to the orders behind it. */
import { host, type DueChip, type OrderChips, type OrderTab } from '../host'
import type { Desk } from '../orders/desk.svelte'
import { noChips } from '../orders/firstQuery'

export type Matter = 'late' | 'today' | 'tomorrow' | 'stuck' | 'toShip'

/** The condition whose list is as long as the number says. */
const chips: Record<Exclude<Matter, 'stuck'>, DueChip | null> = { late: 'late', today: 'today', tomorrow: 'tomorrow', toShip: null }

type Narrowed = { tab: OrderTab; search: string; pasted: string | null; chips: OrderChips }

/** Opens the list of orders behind a number. Whatever narrowed the desk before is taken off. */
export async function leadTo(desk: Desk, matter: Matter): Promise<void> {
  const to = matter === 'stuck' ? await stuckOrders(desk.shop) : toShip(chips[matter])
  await desk.filter(to)
}

const toShip = (due: DueChip | null): Narrowed => ({ tab: 'to_ship', search: '', pasted: null, chips: { ...noChips, due } })

/** Those that were refused or whose answer was lost, and no others. One is searched for, several are listed. */
async function stuckOrders(shop: number): Promise<Narrowed> {
  const open = await host().activity({ shop, filter: 'open' })
  const isStuck = ({ kind, state }: (typeof open)[number]) => kind === 'ship' && (state === 'refused' || state === 'checking')
  const ids = [...new Set(open.filter(isStuck).map(({ target }) => target))]
  const any = { tab: 'all' as const, search: '', pasted: null, chips: noChips }
  if (!ids.length) return { ...any, tab: 'needs_action' }
  return ids.length === 1 ? { ...any, search: ids[0] ?? '' } : { ...any, pasted: ids.join('\n') }
}
