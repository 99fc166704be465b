/** Tables of levels, read as far as the screens need it: CSV with headings, ids and codes as they are. */
import type { LevelGroup } from '../types/LevelGroup'
import type { LevelLine } from '../types/LevelLine'
import type { LevelRole } from '../types/LevelRole'
import type { LevelsRead } from '../types/LevelsRead'
import type { LevelVerdict } from '../types/LevelVerdict'
import type { StockDraft } from '../types/StockDraft'
import type { TableFrom } from '../types/TableFrom'
import type { SeedSku } from './seed'
import { refusal, warehouses, type MemoryShop } from './shop'
import { textOf } from './tables'

const order: LevelVerdict[] = ['guess', 'ambiguous', 'contradicted', 'unknown', 'unknown_warehouse', 'bad_number', 'negative', 'too_high', 'no_level', 'closed_warehouse', 'repeated', 'same', 'ready']

type Judged = { line: LevelLine; draft: StockDraft | null }

/** A table that is looked at. */
export class MemoryLevels {
  private readonly headings: string[]
  private readonly body: { cells: string[]; row: number }[]
  judged: Judged[] = []
  leftOut = 0
  taken: StockDraft[] | null = null

  constructor(
    private readonly shop: MemoryShop,
    private readonly source: TableFrom,
    public roles: LevelRole[] | null = null,
  ) {
    const lines = textOf(source).split(/\r?\n/).map((line, at) => ({ cells: line.split(',').map((cell) => cell.trim()), row: at + 1 }))
    const filled = lines.filter(({ cells }) => cells.some(Boolean))
    if (!filled.length) throw refusal('invalid_input', 'There is nothing in it. Nothing was changed. Choose a file with ids and numbers.', 'file')
    this.headings = filled[0]?.cells ?? []
    this.body = filled.slice(1)
    this.roles ??= this.headings.map(roleOf)
    this.judge(this.roles)
  }

  with(roles: LevelRole[]) {
    return new MemoryLevels(this.shop, this.source, roles)
  }

  private judge(roles: LevelRole[]) {
    const column = (kind: LevelRole['kind']) => roles.findIndex((role) => role.kind === kind)
    const [sku, code] = [column('sku'), column('code')]
    for (const { cells, row } of this.body) {
      const before = this.judged.length
      const written = (sku < 0 ? '' : cells[sku]) || (code < 0 ? '' : cells[code]) || ''
      const { found, verdict } = this.match(written)
      for (const [at, role] of roles.entries()) {
        if (role.kind !== 'level' || !cells[at] || (sku < 0 && code < 0)) continue
        const base = { line: this.judged.length, row, writtenSku: written, written: cells[at], adjusts: role.adjusts, message: null, replaces: null }
        this.judged.push(this.number(base, role, found, verdict))
        if (!found) break
      }
      if (this.judged.length === before) this.leftOut += 1
    }
  }

  private match(written: string): { found: SeedSku | null; verdict: LevelVerdict } {
    const exact = this.shop.skus.find(({ skuId, sellerSku }) => skuId === written || sellerSku === written)
    if (exact) return { found: exact, verdict: 'ready' }
    const alike = this.shop.skus.filter(({ sellerSku }) => sellerSku.toLowerCase() === written.toLowerCase())
    return alike.length === 1 ? { found: alike[0] ?? null, verdict: 'guess' } : { found: null, verdict: alike.length ? 'ambiguous' : 'unknown' }
  }

  private number(base: Pick<LevelLine, 'line' | 'row' | 'writtenSku' | 'written' | 'adjusts' | 'message' | 'replaces'>, role: LevelRole & { kind: 'level' }, sku: SeedSku | null, matched: LevelVerdict): Judged {
    const at = warehouses.findIndex(({ id }) => id === role.warehouseId)
    const was = sku?.levels[at] ?? null
    const number = /^[+-]?\d+$/.test(base.written) ? Number(base.written) : null
    const becomes = number === null || !sku ? null : base.adjusts ? (was === null ? null : was + number) : number
    const verdict = ((): LevelVerdict => {
      if (!sku) return matched
      if (at < 0) return 'unknown_warehouse'
      if (number === null) return 'bad_number'
      if (becomes === null) return 'no_level'
      if (becomes === was) return 'same'
      return becomes < 0 ? 'negative' : becomes > 99_999 ? 'too_high' : matched
    })()
    const line: LevelLine = { ...base, product: sku?.product ?? '', sku: sku?.sellerSku ?? null, warehouse: warehouses[at]?.name ?? '', was, becomes, verdict }
    const isOpen = verdict === 'ready' || verdict === 'guess'
    if (!isOpen || !sku || number === null) return { line, draft: null }
    const change = base.adjusts ? ({ kind: 'add', amount: number } as const) : ({ kind: 'set', level: number } as const)
    const cell = { productId: sku.productId, skuId: sku.skuId, warehouseId: role.warehouseId ?? '' }
    const typed = base.adjusts ? (number < 0 ? `−${-number}` : `+${number}`) : String(number)
    return { line: { ...line, replaces: this.shop.drafts.get(`${cell.productId} ${cell.skuId} ${cell.warehouseId}`)?.typed ?? null }, draft: { cell, typed, base: was, change, problem: null } }
  }

  of(verdict: LevelVerdict): LevelLine[] {
    return this.judged.map(({ line }) => line).filter((line) => line.verdict === verdict)
  }

  takes(guesses: number[] | null): StockDraft[] {
    return this.judged.flatMap(({ line, draft }) => (draft && (line.verdict === 'ready' || !guesses || guesses.includes(line.line)) ? [draft] : []))
  }

  left(): number {
    return new Set(this.judged.filter(({ line }) => !['ready', 'guess', 'same', 'repeated'].includes(line.verdict)).map(({ line }) => line.row)).size
  }

  told(name: number): LevelsRead {
    const groups: LevelGroup[] = order.map((verdict) => ({ verdict, lines: this.of(verdict).length })).filter(({ lines }) => lines)
    const column = (at: number) => ({ name: this.headings[at] ?? '', samples: this.body.slice(0, 3).map(({ cells }) => cells[at] ?? '').filter(Boolean) })
    const file = this.source.kind === 'file' ? this.source.name : null
    return {
      import: name,
      source: { name: file, format: 'text', encoding: 'UTF-8', delimiter: ',', sheets: [], sheet: null },
      columns: this.headings.map((_, at) => column(at)),
      roles: this.roles ?? [],
      rows: this.body.length,
      warehouses,
      groups,
      leftOut: this.leftOut,
      replaced: this.judged.filter(({ line }) => line.replaces !== null).length,
    }
  }
}

function roleOf(heading: string): LevelRole {
  const adjusts = /adjust|\+\/-/i.test(heading)
  const place = warehouses.find(({ name }) => heading.toLowerCase().startsWith(name.toLowerCase()))
  if (place) return { kind: 'level', warehouseId: place.id, adjusts }
  if (/^sku id$/i.test(heading)) return { kind: 'sku' }
  if (/^(seller )?sku$/i.test(heading)) return { kind: 'code' }
  if (/^product id$/i.test(heading)) return { kind: 'product' }
  return /qty|quantity/i.test(heading) ? { kind: 'level', warehouseId: null, adjusts } : { kind: 'other' }
}
