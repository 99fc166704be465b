/** The past of a SKU of a shop in memory, as a list in pieces and as a chart. */
import type { ChartRange } from '../types/ChartRange'
import type { History } from '../types/History'
import type { HistoryOf } from '../types/HistoryOf'
import type { LedgerLine } from '../types/LedgerLine'
import type { LevelChart } from '../types/LevelChart'
import { warehouses, type MemoryShop } from './shop'

const PIECE = 100
const MOST_LINES = 6
const DAY = 86_400_000

const placesOf = ({ warehouseId }: HistoryOf) => warehouses.filter(({ id }) => warehouseId === null || id === warehouseId)

export function historyOf(shop: MemoryShop, of: HistoryOf, older: string | null): History {
  const all = placesOf(of).flatMap(({ id }) => shop.lines({ skuId: of.skuId, warehouseId: id }))
  all.sort((a, b) => b.at.localeCompare(a.at) || Number(b.id) - Number(a.id))
  const from = older === null ? 0 : all.findIndex(({ id }) => id === older) + 1
  const lines = all.slice(from, from + PIECE)
  return structuredClone({ lines, older: from + PIECE < all.length ? (lines.at(-1)?.id ?? null) : null })
}

/** What is sent or lost is no level of the shop. */
const isLevel = ({ event, level }: LedgerLine) => level !== null && (event === 'seen' || event === 'answered')

export function chartOf(shop: MemoryShop, of: HistoryOf, range: ChartRange): LevelChart {
  const to = shop.now()
  const pasts = placesOf(of).map((place) => ({
    place,
    marks: shop
      .lines({ skuId: of.skuId, warehouseId: place.id })
      .filter(isLevel)
      .map(({ at, level, by }) => ({ at: Date.parse(at), level: level ?? 0, by }))
      .toSorted((a, b) => a.at - b.at),
  }))
  const first = Math.min(to - 60_000, ...pasts.flatMap(({ marks }) => marks[0]?.at ?? []))
  const from = range === 'all' ? first : to - (range === 'week' ? 7 : 30) * DAY
  const lines = pasts.flatMap(({ place, marks }) => {
    const before = marks.findLast(({ at }) => at < from)
    const inside = marks.filter(({ at }) => at >= from)
    const steps = [...(before ? [{ at: from, level: before.level }] : []), ...inside.map(({ at, level }) => ({ at, level }))]
    const levels = steps.map(({ level }) => level)
    if (!levels.length) return []
    const [least, most] = [Math.min(...levels), Math.max(...levels)]
    return { warehouseId: place.id, warehouse: place.name, steps, marks: inside, moves: inside.length, least, most }
  })
  return { from, to, lines: lines.slice(0, MOST_LINES), hidden: Math.max(0, lines.length - MOST_LINES) }
}
