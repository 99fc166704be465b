/** What can be asked for of the shop in view, on any of its screens: its lists, a search, the way back from a save. */
import { tick } from 'svelte'

import type { Action } from '../actions/action'
import { described } from '../actions/catalogue'
import { evenInText, takesText } from '../actions/keyboard'
import type { Offer } from '../actions/registry'
import type { Batch, OrderTab, StockFilter } from '../host'
import { holdsManyIds, idIn } from '../orders/pasted'
import { route } from '../route.svelte'
import type { OpenShop } from '../shops.svelte'
import { text } from '../text'

export type Ways = { searchField: () => HTMLElement | null; lastSave: () => Batch | undefined; undo: (save: Batch) => void }

export function inRoom(shop: OpenShop, { searchField, lastSave, undo }: Ways): Action[] {
  return described({
    ...lists(shop),
    'search.screen': {
      run: () => searchField()?.focus(),
      when: () => (route.screen === 'orders' || route.screen === 'stock' ? null : text.not.noSearch),
      // A slash typed into a field is text; the keys that look for something in any program are none.
      hears: (target, key) => (key === '/' ? !takesText(target) : evenInText(target)),
    },
    'activity.undo': {
      run: () => {
        const save = lastSave()
        if (save) undo(save)
      },
      when: () => (lastSave() ? null : text.not.noUndo),
    },
  })
}

/** The whole of a list: what it was narrowed to would hide most of what is asked for. */
function lists(shop: OpenShop) {
  const orders = (tab: OrderTab) => ({ run: () => void showOrders(shop, { tab }) })
  const stock = (tab: StockFilter['tab']) => ({ run: () => void showStock(shop, { tab }) })
  return {
    'orders.to_ship': orders('to_ship'),
    'orders.cancel_asked': orders('cancel_asked'),
    'orders.on_hold': orders('on_hold'),
    'orders.sent': orders('sent'),
    'orders.delivered': orders('delivered'),
    'orders.cancelled': orders('cancelled'),
    'orders.all': orders('all'),
    'stock.all': stock('all'),
    'stock.low': stock('low'),
    'stock.sold_out': stock('sold_out'),
    'stock.changed': stock('changed'),
    'stock.conflicts': stock('conflicts'),
  } as const
}

/** On another screen the focus goes to its beginning, as with any way there. */
async function goTo(screen: 'orders' | 'stock') {
  if (route.screen === screen) return
  route.go(screen)
  await tick()
  document.querySelector('main')?.focus()
}

async function showOrders({ desk }: OpenShop, to: { tab?: OrderTab; search?: string; pasted?: string }) {
  await goTo('orders')
  await desk.filter({ tab: 'all', search: '', pasted: null, ...to })
}

async function showStock(shop: OpenShop, to: Partial<StockFilter>) {
  const { shelf } = await shop.furnish()
  await goTo('stock')
  await shelf.filter({ tab: 'all', search: '', ...to })
}

/** The order with this number, chosen where it is the only one found. */
async function find(shop: OpenShop, id: string) {
  await showOrders(shop, { search: id })
  if (shop.desk.list.total === 1 && shop.desk.search === id) await shop.desk.moveTo(0)
}

const offer = (id: string, name: string, place: Offer['place'], run: () => void): Offer => ({ id: `search.${id}`, name, group: 'search', place, run })

/** What a text typed into the palette may be beside an action's name. */
export function offersFor(shop: OpenShop, typed: string): Offer[] {
  if (holdsManyIds(typed)) return [offer('pasted', text.palette.findMany, 'top', () => void showOrders(shop, { pasted: typed }))]
  const id = idIn(typed)
  return [
    ...(id === null ? [] : [offer('order', text.palette.find(id), 'top', () => void find(shop, id))]),
    offer('orders', text.palette.searchOrders(typed), 'end', () => void showOrders(shop, { search: typed })),
    offer('stock', text.palette.searchStock(typed), 'end', () => void showStock(shop, { search: typed })),
  ]
}
