/** The two long lists of a shop in memory, as the boundary tells them. */
import type { OrderFilter } from '../types/OrderFilter'
import type { OrderRow } from '../types/OrderRow'
import type { OrderTab } from '../types/OrderTab'
import type { StockFilter } from '../types/StockFilter'
import type { StockRow } from '../types/StockRow'
import type { SeedOrder, SeedSku } from './seed'
import { open, targetOf, warehouses, type MemoryShop } from './shop'

const tabs: OrderTab[] = ['to_ship', 'on_hold', 'sent', 'delivered', 'cancelled', 'all']

export function shippingOf(shop: MemoryShop, id: string) {
  return shop.work.find((work) => work.kind === 'ship' && work.target === id && open(work)) ?? null
}

export function orderRow(shop: MemoryShop, order: SeedOrder): OrderRow {
  const state = shippingOf(shop, order.id)?.state
  const look = state === undefined || state === 'done' ? order.tab : state
  return { ...order, look: (look === 'all' ? 'other' : look) as OrderRow['look'] }
}

export function ordersOf(shop: MemoryShop, filter: OrderFilter) {
  const needle = filter.search.trim().toLowerCase()
  const ids = filter.pasted === null ? null : [...new Set(filter.pasted.match(/\d{15,}/g))]
  const found = shop.orders.filter(
    (order) =>
      (!ids || ids.includes(order.id)) &&
      (!needle || [order.id, order.buyer, order.items, order.trackingNumber].some((text) => text.toLowerCase().includes(needle))),
  )
  const missing = ids?.filter((id) => !shop.orders.some((order) => order.id === id)) ?? []
  const counts = Object.fromEntries(tabs.map((tab) => [tab, 0])) as Record<OrderTab, number>
  for (const order of found) {
    counts[order.tab] += 1
    counts.all += 1
  }
  const shown = found.filter((order) => filter.tab === 'all' || order.tab === filter.tab)
  return { rows: shown.map((order) => orderRow(shop, order)), counts, toShip: toShip(shop), pasted: ids && { ids: ids.length, missing } }
}

export const toShip = (shop: MemoryShop) => shop.orders.filter((order) => order.tab === 'to_ship').length

function stockRow(shop: MemoryShop, sku: SeedSku): StockRow {
  const edits = shop.work.filter((one) => open(one) && one.edit?.skuId === sku.skuId)
  const levels = sku.levels.map((level, at) => {
    const work = edits.findLast((one) => one.edit?.warehouseId === warehouses[at]?.id)
    const edit = work?.edit
      ? { id: work.id, state: work.state, wanted: targetOf(work.edit.change, level), change: work.edit.change, reason: work.reason }
      : null
    return { level, productLevel: level === null ? 64 : level, edit }
  })
  const total = sku.levels.includes(null) ? null : sku.levels.reduce<number>((sum, level) => sum + (level ?? 0), 0)
  return { ...sku, levels, total }
}

export function stockOf(shop: MemoryShop, filter: StockFilter) {
  const needle = filter.search.trim().toLowerCase()
  const rows = shop.skus
    .filter((sku) => !needle || `${sku.product} ${sku.sellerSku} ${sku.skuId}`.toLowerCase().includes(needle))
    .map((sku) => stockRow(shop, sku))
  const under = (limit: number) => (row: StockRow) => row.levels.some(({ level }) => level !== null && level <= limit)
  const kinds = {
    all: rows,
    low: rows.filter(under(3)),
    sold_out: rows.filter(under(0)),
    changed: rows.filter((row) => row.levels.some(({ edit }) => edit)),
    conflicts: rows.filter((row) => row.levels.some(({ edit }) => edit?.state === 'conflict')),
  }
  const shown = kinds[filter.tab]
  const counts = {
    all: kinds.all.length,
    low: kinds.low.length,
    soldOut: kinds.sold_out.length,
    changed: kinds.changed.length,
    conflicts: kinds.conflicts.length,
  }
  return { rows: shown, counts, warehouses, products: new Set(shown.map((row) => row.productId)).size }
}
