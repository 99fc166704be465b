/** The two long lists of a shop in memory, as the boundary tells them. */
import type { OrderFilter } from '../types/OrderFilter'
import type { OrderRow } from '../types/OrderRow'
import type { PastedOrders } from '../types/PastedOrders'
import type { StockFilter } from '../types/StockFilter'
import type { StockLevel } from '../types/StockLevel'
import type { StockRow } from '../types/StockRow'
import { idsIn, listed, shippingOf, waiting } from './desk'
import { foldedRows } from './folds'
import type { SeedOrder, SeedSku } from './seed'
import { isLow, ruleOf } from './safetyRules'
import { campaignKey, open, targetOf, warehouses, type MemoryShop } from './shop'
import { withSales } from './sales'
import { sortedStock } from './stockSort'

export function orderRow(shop: MemoryShop, order: SeedOrder): OrderRow {
  const shipping = shippingOf(shop, order.id)
  const state = shipping?.state
  const look = state === undefined || state === 'done' ? order.tab : state
  return { ...order, selected: shop.selected.has(order.id), hasNote: order.ownNote !== '', note: shipping?.reason ?? order.note, look: (look === 'all' ? 'other' : look) as OrderRow['look'] }
}

/** What keeps an order from being shipped now; null: nothing. */
function keptBy(shop: MemoryShop, { id, tab, status }: SeedOrder): string | null {
  const state = shippingOf(shop, id)?.state
  if (state !== undefined && state !== 'refused') return 'Already on its way out'
  return tab === 'to_ship' ? null : status
}

function pastedOf(shop: MemoryShop, ids: string[]): PastedOrders {
  const told: PastedOrders = { ready: [], kept: [], missing: [] }
  for (const id of ids) {
    const order = shop.known(id)
    const why = order ? keptBy(shop, order) : null
    if (!order) told.missing.push(id)
    else if (why === null) told.ready.push(id)
    else keep(told.kept, why, id)
  }
  return told
}

function keep(kept: PastedOrders['kept'], why: string, id: string) {
  const group = kept.find((one) => one.why === why)
  if (group) group.ids.push(id)
  else kept.push({ why, ids: [id] })
}

export function ordersOf(shop: MemoryShop, filter: OrderFilter) {
  const { orders, counts } = listed(shop, filter)
  const selection = { count: shop.selected.size, inList: orders.filter(({ id }) => shop.selected.has(id)).length }
  return {
    // Kept as they are, not as they look: what is selected shows when a window is read.
    rows: orders,
    counts,
    ...waiting(shop),
    pasted: filter.pasted === null ? null : pastedOf(shop, idsIn(filter.pasted)),
    selection,
  }
}

/** One cell of the grid. */
export function stockLevel(shop: MemoryShop, sku: SeedSku, at: number): StockLevel {
  const level = sku.levels[at] ?? null
  const work = shop.work.findLast((one) => open(one) && one.edit?.skuId === sku.skuId && one.edit.warehouseId === warehouses[at]?.id)
  const edit = work?.edit
    ? { id: work.id, state: work.state, wanted: targetOf(work.edit.change, level), change: work.edit.change, reason: work.reason, byCampaign: work.state === 'refused' && work.byCampaign }
    : null
  const rule = ruleOf(shop, sku, warehouses[at]?.id ?? '')
  const campaign = shop.campaigns.get(campaignKey(sku.skuId, warehouses[at]?.id ?? '')) ?? null
  return { level, productLevel: level === null ? 64 : level, campaign, edit, low: isLow(rule, level), keptBack: rule.keptBack ?? 0 }
}

function stockRow(shop: MemoryShop, sku: SeedSku): StockRow {
  const levels = sku.levels.map((_, at) => stockLevel(shop, sku, at))
  const total = sku.levels.includes(null) ? null : sku.levels.reduce<number>((sum, level) => sum + (level ?? 0), 0)
  return { ...sku, isFirst: false, folded: null, levels, total, sold: [], lastsDays: null }
}

export function stockOf(shop: MemoryShop, filter: StockFilter) {
  const needle = filter.search.trim().toLowerCase()
  const rows = shop.skus
    .filter((sku) => !needle || `${sku.product} ${sku.sellerSku} ${sku.skuId}`.toLowerCase().includes(needle))
    .map((sku) => stockRow(shop, sku))
  const under = (limit: number) => (row: StockRow) => row.levels.some(({ level }) => level !== null && level <= limit)
  const kinds = {
    all: rows,
    low: rows.filter(({ levels }) => levels.some(({ low }) => low)),
    sold_out: rows.filter(under(0)),
    changed: rows.filter((row) => row.levels.some(({ edit }) => edit)),
    conflicts: rows.filter((row) => row.levels.some(({ edit }) => edit?.state === 'conflict')),
  }
  const listed = kinds[filter.tab]
  const shown = sortedStock(filter.sort.by.kind === 'lasts' ? withSales(shop, listed) : listed, filter.sort)
  const counts = {
    all: kinds.all.length,
    low: kinds.low.length,
    soldOut: kinds.sold_out.length,
    changed: kinds.changed.length,
    conflicts: kinds.conflicts.length,
  }
  return { ...foldedRows(shown, filter), counts, warehouses: warehouses.map((one) => ({ ...one, closed: shop.closed.get(one.id) ?? null })), products: new Set(shown.map((row) => row.productId)).size }
}
