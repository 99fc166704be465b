/** The order desk of a shop in memory: deadlines, piles, filters, sorting, selection, the day. */
import type { DueChip } from '../types/DueChip'
import type { OrderChoices } from '../types/OrderChoices'
import type { OrderFilter } from '../types/OrderFilter'
import type { OrderSortBy } from '../types/OrderSortBy'
import type { OrderTab } from '../types/OrderTab'
import type { Today } from '../types/Today'
import { dayAt, dayBegins } from '../../today/clock'
import type { SeedOrder } from './seed'
import { open, type MemoryShop } from './shop'

/** Where the seller of every shop in memory lives. */
const timeZone = 'America/New_York'
/** When the day ends that a moment is in. */
const dayEnds = (moment: number) => dayBegins(dayAt(moment, timeZone) + 1, timeZone)
const HOUR = 3_600_000
const DAY = 24 * HOUR
const tabs: OrderTab[] = ['needs_action', 'cancel_asked', 'to_ship', 'on_hold', 'sent', 'delivered', 'cancelled', 'all']

export function shippingOf(shop: MemoryShop, id: string) {
  const last = shop.shipments.get(id)
  return last && open(last) ? last : null
}

/** Also one that has come to its end. */
export const lastShippingOf = (shop: MemoryShop, id: string) =>
  shop.work.findLast((work) => work.kind === 'ship' && work.target === id && work.state !== 'discarded') ?? null

const due = (order: SeedOrder) => (order.shipBy ? Date.parse(order.shipBy) : Infinity)

function needsAction(shop: MemoryShop, order: SeedOrder): boolean {
  const state = shippingOf(shop, order.id)?.state
  if (order.cancelAsked) return true
  if (order.tab !== 'to_ship') return false
  return state === undefined ? due(order) < shop.now() + DAY : state === 'refused'
}

const isOn = (shop: MemoryShop, tab: OrderTab, order: SeedOrder) =>
  tab === 'all' || (tab === 'needs_action' ? needsAction(shop, order) : tab === 'cancel_asked' ? order.cancelAsked : order.tab === tab)

const within = { late: 0, day: DAY, three_days: 3 * DAY, week: 7 * DAY }

function isDue(shop: MemoryShop, order: SeedOrder, chip: DueChip): boolean {
  const [now, at] = [shop.now(), due(order)]
  const tonight = dayEnds(now)
  if (chip === 'today') return at >= now && at < tonight
  if (chip === 'tomorrow') return at >= tonight && at < dayEnds(tonight)
  return at < now + within[chip]
}

function passes(shop: MemoryShop, { search, selected, chips }: OrderFilter, pasted: ReadonlySet<string> | null, order: SeedOrder): boolean {
  if (pasted && !pasted.has(order.id)) return false
  const goods = [order.items, ...order.lines.map(({ name, skuId }) => `${name} ${skuId}`)].join(' ').toLowerCase()
  const text = `${order.id} ${order.buyer} ${order.trackingNumber} ${goods}`.toLowerCase()
  const anyOf = (values: string[], value: string) => !values.length || values.includes(value)
  const between = (value: number, from: number | null, to: number | null) => value >= (from ?? -Infinity) && value <= (to ?? Infinity)
  const number = (typed: string | null) => (typed === null ? null : Number(typed))
  const day = order.createdAt.slice(0, 10)
  return (
    search.toLowerCase().split(/\s+/).every((word) => text.includes(word)) &&
    (!selected || shop.selected.has(order.id)) &&
    anyOf(chips.statuses, order.status) &&
    anyOf(chips.warehouses, order.warehouse) &&
    anyOf(chips.regions, order.region) &&
    (!chips.tags.length || chips.tags.some((tag) => order.tags.includes(tag))) &&
    chips.goods.toLowerCase().split(/\s+/).every((word) => goods.includes(word)) &&
    (chips.due === null || (order.tab === 'to_ship' && isDue(shop, order, chips.due))) &&
    between(order.quantity, chips.quantityFrom, chips.quantityTo) &&
    between(Number(order.total), number(chips.totalFrom), number(chips.totalTo)) &&
    day >= (chips.placedFrom ?? '') &&
    day <= (chips.placedTo ?? '9')
  )
}

export const idsIn = (pasted: string) => [...new Set(pasted.match(/\d{15,}/g))]

type Key = (order: SeedOrder) => number | string
const keys: Record<OrderSortBy, Key> = {
  created: ({ createdAt }) => createdAt,
  ship_by: due,
  total: ({ total }) => Number(total),
  quantity: ({ quantity }) => quantity,
  buyer: ({ buyer }) => buyer.toLowerCase(),
  items: ({ items }) => items.toLowerCase(),
  status: ({ tab }) => tabs.indexOf(tab),
  id: ({ id }) => id,
}

function sorted(orders: SeedOrder[], { tab, sort }: OrderFilter): SeedOrder[] {
  const urgent = tab === 'needs_action' || tab === 'to_ship'
  const { by, descending } = sort ?? { by: urgent ? 'ship_by' : 'created', descending: !urgent }
  const key = keys[by]
  const compare = (a: number | string, b: number | string) => (a < b ? -1 : a > b ? 1 : 0)
  const sign = descending ? -1 : 1
  return orders.toSorted((a, b) => sign * (compare(key(a), key(b)) || compare(a.createdAt, b.createdAt)))
}

/** The orders of a list, and how many lie on each pile under the same conditions. */
export function listed(shop: MemoryShop, filter: OrderFilter) {
  const pasted = filter.pasted === null ? null : new Set(idsIn(filter.pasted))
  const found = shop.orders.filter((order) => passes(shop, filter, pasted, order))
  const count = (tab: OrderTab) => found.filter((order) => isOn(shop, tab, order)).length
  const counts = Object.fromEntries(tabs.map((tab) => [tab, count(tab)])) as Record<OrderTab, number>
  return { orders: sorted(found.filter((order) => isOn(shop, filter.tab, order)), filter), counts }
}

export const waiting = (shop: MemoryShop) => ({
  toShip: shop.orders.filter((order) => order.tab === 'to_ship').length,
  needsAction: shop.orders.filter((order) => needsAction(shop, order)).length,
})

export function choicesOf(shop: MemoryShop): OrderChoices {
  const of = (value: (order: SeedOrder) => string | string[]) =>
    [...new Set(shop.orders.flatMap(value))].filter(Boolean).sort().map((found) => ({ value: found, name: found }))
  return { statuses: of(({ status }) => status), warehouses: of(({ warehouse }) => warehouse), regions: of(({ region }) => region), tags: of(({ tags }) => tags) }
}

export function todayOf(shop: MemoryShop): Today {
  const now = shop.now()
  const today = dayAt(now, timeZone)
  const tonight = dayEnds(now)
  const before = (until: number) => shop.orders.filter((order) => order.tab === 'to_ship' && due(order) < until)
  const days = Array.from({ length: 30 }, (_, at) => {
    const day = today - 29 + at
    const [from, to] = [dayBegins(day, timeZone), dayBegins(day + 1, timeZone)]
    const isOfDay = (created: number) => created >= from && created < to
    const placed = shop.orders.filter(({ createdAt, tab }) => tab !== 'cancelled' && isOfDay(Date.parse(createdAt)))
    return { day: new Date(day * DAY).toISOString().slice(0, 10), orders: placed.length, revenue: placed.reduce((sum, { total }) => sum + Number(total), 0).toFixed(2) }
  })
  const next = Math.min(...before(Infinity).map(due))
  return {
    late: before(now).length,
    dueToday: before(tonight).length - before(now).length,
    dueTomorrow: before(dayEnds(tonight)).length - before(tonight).length,
    toShip: waiting(shop).toShip,
    refused: shop.work.filter(({ kind, state }) => kind === 'ship' && state === 'refused').length,
    checking: shop.work.filter(({ kind, state }) => kind === 'ship' && state === 'checking').length,
    nextDue: Number.isFinite(next) ? new Date(next).toISOString() : null,
    estimated: false,
    days,
    timeZone,
  }
}
