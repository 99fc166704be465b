/** Counting stock in memory: lines with what was known when they were counted, and the way back. */
import type { CountFilter } from '../types/CountFilter'
import type { CountRow } from '../types/CountRow'
import type { Counted } from '../types/Counted'
import type { SkuName } from '../types/SkuName'
import type { StockCount } from '../types/StockCount'
import type { StockLevel } from '../types/StockLevel'
import { stockLevel } from './lists'
import { SafetyCommands } from './safetyCommands'
import { refusal, warehouses, type MemoryShop } from './shop'
import type { SeedSku } from './seed'
import type { Arg } from './world'

type Line = { pieces: number; was: number | null; sold: number; at: string }
type Step = { sku: string; before: Line | undefined }[]
type MemoryCount = { shop: MemoryShop; count: StockCount; at: number; lines: Map<string, Line>; steps: Step[] }

const plain = (code: string) => code.trim().toLowerCase()

export class CountCommands extends SafetyCommands {
  private counts: MemoryCount[] = []
  private countViews = new Map<number, { of: MemoryCount; skus: SeedSku[] }>()
  /** Pieces of each SKU that are sold and not packed, by id: as a test says. */
  readonly soldPieces = new Map<string, number>()

  async open_counts({ shop }: Arg<'open_counts'>) {
    return this.counts.filter((one) => one.shop === this.at(shop)).map((one) => this.told(one))
  }

  async begin_count({ shop: id, warehouseId }: Arg<'begin_count'>) {
    const shop = this.at(id)
    const open = this.counts.find((one) => one.shop === shop && one.count.warehouse.id === warehouseId)
    if (open) return this.told(open)
    const at = warehouses.findIndex((one) => one.id === warehouseId)
    const warehouse = warehouses[at]
    if (!warehouse) throw refusal('not_found', 'This warehouse is no longer in the shop.')
    const count = { id: String(this.counts.length + 1), warehouse, soldApart: false, begunAt: shop.nowText(), lines: 0 }
    const begun: MemoryCount = { shop, count, at, lines: new Map(), steps: [] }
    this.counts.push(begun)
    return this.told(begun)
  }

  private told({ shop, count, lines }: MemoryCount): StockCount {
    const { warehouse } = count
    return { ...count, warehouse: { ...warehouse, closed: shop.closed.get(warehouse.id) ?? null }, lines: lines.size }
  }

  private counted(id: string): MemoryCount {
    const found = this.counts.find(({ count }) => count.id === id)
    if (!found) throw refusal('not_found', 'This is no longer there; it may have been done or removed meanwhile.')
    return found
  }

  private line({ shop, count }: MemoryCount, line: Line | undefined, { level: now, keptBack }: StockLevel): Counted | null {
    if (!line) return null
    const sold = count.soldApart ? 0 : line.sold
    const free = line.pieces - sold
    const difference = line.was === null ? null : free - Math.max(0, Math.min(keptBack, free)) - line.was
    const leadsTo = shop.closed.has(count.warehouse.id) || !difference || now === null ? null : Math.max(0, now + difference)
    return { pieces: line.pieces, sold, was: line.was, difference, edited: false, leadsTo, countedAt: line.at }
  }

  private row(of: MemoryCount, sku: SeedSku): CountRow {
    const { productId, skuId, product, sellerSku } = sku
    const level = stockLevel(of.shop, sku, of.at)
    return { productId, skuId, product, sellerSku, level, counted: this.line(of, of.lines.get(skuId), level) }
  }

  private sku(of: MemoryCount, { skuId }: SkuName): SeedSku {
    return of.shop.cell({ skuId, warehouseId: of.count.warehouse.id }).sku
  }

  async open_count({ id, filter }: Arg<'open_count'>) {
    const of = this.counted(id)
    const needle = plain(filter.search)
    const found = of.shop.skus.filter((sku) => !needle || plain(`${sku.product} ${sku.sellerSku} ${sku.skuId}`).includes(needle))
    const kept = (sku: SeedSku) => (sku.levels[of.at] ?? null) !== null
    const place = [...of.lines.keys()].reverse()
    const counted = found.filter(({ skuId }) => of.lines.has(skuId)).sort((one, other) => place.indexOf(one.skuId) - place.indexOf(other.skuId))
    const tabs: Record<CountFilter['tab'], SeedSku[]> = {
      all: found.filter((sku) => kept(sku) || of.lines.has(sku.skuId)),
      counted,
      differences: counted.filter((sku) => this.row(of, sku).counted?.difference !== 0),
      not_counted: found.filter((sku) => kept(sku) && !of.lines.has(sku.skuId)),
    }
    const skus = tabs[filter.tab]
    const view = this.nextView++
    this.countViews.set(view, { of, skus })
    const counts = { all: tabs.all.length, counted: counted.length, differences: tabs.differences.length, notCounted: tabs.not_counted.length }
    return { view, total: skus.length, count: this.told(of), counts, sums: this.sums(of) }
  }

  private sums(of: MemoryCount) {
    const rows = of.shop.skus.map((sku) => this.row(of, sku))
    const lines = rows.flatMap(({ counted }) => counted ?? [])
    const sent = lines.flatMap(({ leadsTo, difference }) => (leadsTo !== null && difference ? difference : []))
    const sum = (numbers: number[]) => numbers.reduce((all, one) => all + one, 0)
    return {
      lines: lines.length,
      differences: sent.length,
      more: sum(sent.filter((one) => one > 0)),
      fewer: sum(sent.filter((one) => one < 0).map((one) => -one)),
      untold: lines.filter(({ difference }) => difference === null).length,
      edited: 0,
      gone: 0,
      notCounted: rows.filter(({ level, counted }) => !counted && level.level !== null).length,
      unplaced: 0,
    }
  }

  async count_rows({ view, from, count }: Arg<'count_rows'>) {
    const opened = this.countViews.get(view)
    if (!opened) throw refusal('not_found', 'This list was closed. It opens again by itself.')
    return structuredClone(opened.skus.slice(from, from + count).map((sku) => this.row(opened.of, sku)))
  }

  async count_scan({ id, code, last }: Arg<'count_scan'>) {
    this.journal.push(`count_scan ${code}`)
    const of = this.counted(id)
    const [first, ...more] = of.shop.skus.filter(({ sellerSku, skuId }) => [sellerSku, skuId].some((own) => own && plain(own) === plain(code)))
    const typed = last && /^\d{1,5}$/.test(code.trim()) ? { last, pieces: Number(code) } : null
    if (!first) return typed ? { kind: 'counted' as const, row: this.put(of, typed.last, typed.pieces), typed: true } : { kind: 'unknown' as const }
    if (more.length) return structuredClone({ kind: 'several' as const, rows: [first, ...more].map((sku) => this.row(of, sku)) })
    if (typed) return structuredClone({ kind: 'number_or_code' as const, last: this.row(of, this.sku(of, typed.last)), row: this.row(of, first) })
    return { kind: 'counted' as const, row: this.more(of, first), typed: false }
  }

  async count_one_more({ id, sku }: Arg<'count_one_more'>) {
    return this.more(this.counted(id), sku)
  }

  private more(of: MemoryCount, sku: SkuName): CountRow {
    const before = of.lines.get(sku.skuId)
    const row = this.put(of, sku, (before?.pieces ?? 0) + 1)
    const line = of.lines.get(sku.skuId)
    // What was known when the first piece was counted stays.
    if (before && line) Object.assign(line, { was: before.was, sold: before.sold })
    return before ? structuredClone(this.row(of, this.sku(of, sku))) : row
  }

  async set_counted({ id, sku, pieces }: Arg<'set_counted'>) {
    this.journal.push(`set_counted ${sku.skuId} ${pieces}`)
    const of = this.counted(id)
    if (pieces !== null) return this.put(of, sku, pieces)
    of.steps.push([{ sku: sku.skuId, before: of.lines.get(sku.skuId) }])
    of.lines.delete(sku.skuId)
    return structuredClone(this.row(of, this.sku(of, sku)))
  }

  private put(of: MemoryCount, name: SkuName, pieces: number): CountRow {
    const sku = this.sku(of, name)
    of.steps.push([{ sku: sku.skuId, before: of.lines.get(sku.skuId) }])
    this.keepLine(of, sku, pieces)
    return structuredClone(this.row(of, sku))
  }

  private keepLine(of: MemoryCount, sku: SeedSku, pieces: number) {
    of.lines.delete(sku.skuId)
    of.lines.set(sku.skuId, { pieces, was: sku.levels[of.at] ?? null, sold: this.soldPieces.get(sku.skuId) ?? 0, at: of.shop.nowText() })
  }

  async undo_counted({ id }: Arg<'undo_counted'>) {
    const of = this.counted(id)
    const step = of.steps.pop() ?? []
    for (const { sku, before } of step) {
      of.lines.delete(sku)
      if (before) of.lines.set(sku, before)
    }
    const [only] = step
    const sku = only && step.length === 1 ? of.shop.skus.find(({ skuId }) => skuId === only.sku) : undefined
    return { lines: step.length, sku: sku ? { productId: sku.productId, skuId: sku.skuId } : null, pieces: only?.before?.pieces ?? null }
  }

  async count_rest_as_zero({ id }: Arg<'count_rest_as_zero'>) {
    const of = this.counted(id)
    const rest = of.shop.skus.filter((sku) => !of.lines.has(sku.skuId) && (sku.levels[of.at] ?? null) !== null)
    of.steps.push(rest.map(({ skuId }) => ({ sku: skuId, before: undefined })))
    for (const sku of rest) this.keepLine(of, sku, 0)
    return rest.length
  }

  async set_sold_apart({ id, apart }: Arg<'set_sold_apart'>) {
    this.counted(id).count.soldApart = apart
  }

  private edits(of: MemoryCount) {
    return of.shop.skus.flatMap((sku) => {
      const { counted, level } = this.row(of, sku)
      if (counted?.leadsTo === null || !counted?.difference) return []
      const { productId, skuId } = sku
      return [{ productId, skuId, warehouseId: of.count.warehouse.id, change: { kind: 'add' as const, amount: counted.difference }, base: level.level }]
    })
  }

  async count_cost({ id }: Arg<'count_cost'>) {
    const of = this.counted(id)
    return this.stock_cost({ shop: of.shop.view.id, edits: this.edits(of) })
  }

  async apply_count({ id, reason }: Arg<'apply_count'>) {
    this.journal.push(`apply_count ${reason}`)
    const of = this.counted(id)
    const edits = this.edits(of)
    this.counts = this.counts.filter((one) => one !== of)
    if (!edits.length) return { batch: null, held: null, queued: 0 }
    const { batch, held, queued } = await this.save_stock({ shop: of.shop.view.id, edits })
    return { batch, held, queued }
  }

  async give_up_count({ id }: Arg<'give_up_count'>) {
    const of = this.counted(id)
    this.counts = this.counts.filter((one) => one !== of)
  }
}
