/** What sells in a shop in memory, by its own orders, in the browser's days. */
import type { StockRow } from '../types/StockRow'
import type { MemoryShop } from './shop'

const SHOWN = 12
const COUNTED = 28

/** Adds what was sold to a window of the grid, as the app does it. */
export function withSales(shop: MemoryShop, rows: StockRow[], parts = new Map<string, StockRow[]>()): StockRow[] {
  const begins = beginningsOf(shop.now())
  const sold = soldBySku(shop, begins)
  const days = daysSince(shop.orders.at(-1)?.createdAt, begins)
  return rows.map((row) => {
    const skus = row.folded ? (parts.get(row.productId) ?? []) : [row]
    const pieces = Array.from({ length: COUNTED }, (_, day) => skus.reduce((sum, { skuId }) => sum + (sold.get(skuId)?.[day] ?? 0), 0))
    const all = pieces.reduce((sum, number) => sum + number, 0)
    const known = skus.flatMap(({ levels }) => levels).flatMap(({ level }) => (level === null ? [] : [level]))
    const left = Math.max(0, known.reduce((sum, level) => sum + level, 0))
    return { ...row, sold: pieces.slice(-SHOWN), lastsDays: all && known.length ? (left * days) / all : null }
  })
}

/** When each of the days began, in milliseconds; the last one is today. */
function beginningsOf(now: number): number[] {
  const today = new Date(now)
  const beginning = (ago: number) => new Date(today.getFullYear(), today.getMonth(), today.getDate() - ago).getTime()
  return Array.from({ length: COUNTED }, (_, at) => beginning(COUNTED - 1 - at))
}

function soldBySku(shop: MemoryShop, begins: number[]): Map<string, number[]> {
  const sold = new Map<string, number[]>()
  for (const { createdAt, tab, lines } of shop.orders) {
    const placed = Date.parse(createdAt)
    // The newest come first.
    if (placed < (begins[0] ?? 0)) break
    if (tab === 'cancelled') continue
    const day = begins.findLastIndex((begin) => begin <= placed)
    for (const { skuId, quantity } of lines) {
      const pieces = sold.get(skuId) ?? Array.from({ length: COUNTED }, () => 0)
      pieces[day] = (pieces[day] ?? 0) + quantity
      sold.set(skuId, pieces)
    }
  }
  return sold
}

/** So many of the days have passed since the shop's first order. */
function daysSince(first: string | undefined, begins: number[]): number {
  const before = begins.findLastIndex((begin) => begin <= Date.parse(first ?? ''))
  return begins.length - Math.max(0, before)
}
