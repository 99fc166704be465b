/**
 * One connected shop without a network: its orders and levels as "TikTok" has them, and the wishes
 * on their way there. Nothing moves but by `step`, so tests decide when time passes.
 */
import type { Runaway } from '../types/Runaway'
import { noRule, type Rule } from './safetyRules'
import type { AppError } from '../types/AppError'
import type { HandlingRule } from '../types/HandlingRule'
import type { LabelSheet } from '../types/LabelSheet'
import type { DivisionTerms } from '../types/DivisionTerms'
import type { ShareableParcel } from '../types/ShareableParcel'
import type { LedgerLine } from '../types/LedgerLine'
import type { OutboxItem } from '../types/OutboxItem'
import type { SavedView } from '../types/SavedView'
import type { ShopView } from '../types/ShopView'
import type { StockDraft } from '../types/StockDraft'
import type { StockChange } from '../types/StockChange'
import type { StockEdit } from '../types/StockEdit'
import type { SyncView } from '../types/SyncView'
import type { Warehouse } from '../types/Warehouse'
import type { LevelShares } from '../types/LevelShares'
import { seedOrders, seedSkus, tabOf, type SeedOrder, type SeedSku } from './seed'

export const warehouses: Warehouse[] = [
  { id: 'wh-ny', name: 'New York', closed: null },
  { id: 'wh-la', name: 'Los Angeles', closed: null },
  { id: 'wh-da', name: 'Dallas', closed: null },
]

/** A wish, with what only the sending of it needs. */
export type Work = OutboxItem & {
  tracking: string | null
  edit: StockEdit | null
  /** The level that was read before the write, and what was written: what an undo goes by. */
  before: number | null
  sent: number | null
  byCampaign: boolean
}

/** One press of a button. */
export type Save = {
  id: string
  kind: 'ship' | 'stock' | 'undo'
  createdAt: string
  held: string | null
  undoneAt: string | null
}

export type ShopSeed = { orders: number; skus: number; refuseEvery: number; now: () => number }

export const open = ({ state }: Work) => state !== 'done' && state !== 'discarded'

export function refusal(code: AppError['code'], message: string, field: string | null = null): AppError {
  return { code, message, field }
}

export function targetOf(change: StockChange, level: number | null): number {
  return change.kind === 'set' ? change.level : (level ?? 0) + change.amount
}

export const campaignKey = (skuId: string, warehouseId: string) => `${skuId} ${warehouseId}`

export class MemoryShop {
  orders: SeedOrder[]
  skus: SeedSku[]
  readonly work: Work[] = []
  /** The last wish to ship of each order. */
  readonly shipments = new Map<string, Work>()
  readonly saves: Save[] = []
  /** The selected orders, by id. */
  readonly selected = new Set<string>()
  views: SavedView[] = []
  /** What was typed into the grid, by cell. */
  readonly drafts = new Map<string, StockDraft>()
  /** Orders that stand otherwise at the shop, and were not read since: by id, the status. */
  readonly turns = new Map<string, string>()
  sender = ''
  /** What runs away, the newest first, and within how many hours it is told. */
  runs: Runaway[] = []
  runawayHours = 6
  /** The seller’s rules: of the shop, by warehouse, and by SKU. */
  readonly rules = { shop: noRule(), warehouses: new Map<string, Rule>(), skus: new Map<string, Rule>() }
  buyersKept: number | null = null
  labelSheet: LabelSheet | null = null
  shareable: ShareableParcel[] = []
  /** What the shop says of splitting any of its orders. */
  splitTerms: DivisionTerms = { whyNot: null, wants: null }
  handling = { days: 2, working: [true, true, true, true, true, false, false] as HandlingRule['working'] }
  /** When a paper of an order was last made, by `printKey`. */
  readonly prints = new Map<string, string>()
  private byId = { orders: [] as SeedOrder[], found: new Map<string, SeedOrder>() }
  private readonly ledger = new Map<string, LedgerLine[]>()
  private noted = 0
  /** Why no levels are taken in a warehouse, by its id. */
  readonly closed = new Map<string, string>()
  /** Whom stock is kept for, by SKU, where the shop tells it. */
  readonly shares = new Map<string, LevelShares>()
  /** What campaigns hold, by SKU and warehouse; 0 where one is over. */
  readonly campaigns = new Map<string, number>()

  constructor(
    public view: ShopView,
    public sync: SyncView,
    private readonly seed: ShopSeed,
  ) {
    this.orders = seedOrders(seed.orders, seed.now())
    this.skus = seedSkus(seed.skus, warehouses.length)
  }

  now = () => this.seed.now()

  nowText = () => new Date(this.seed.now()).toISOString()

  counts() {
    const counts = { queued: 0, sending: 0, checking: 0, refused: 0, conflict: 0, held: 0 }
    for (const work of this.work) {
      const state = this.isHeld(work) ? 'held' : work.state
      if (state in counts) counts[state as keyof typeof counts] += 1
    }
    return counts
  }

  isHeld = (work: Work) => work.state === 'queued' && this.saves.some(({ id, held }) => id === work.batch && held !== null)

  item(id: string): Work | undefined {
    return this.work.find((work) => work.id === id)
  }

  /** By id; made anew where the list has changed. */
  known(id: string): SeedOrder | undefined {
    if (this.byId.orders !== this.orders) this.byId = { orders: this.orders, found: new Map(this.orders.map((order) => [order.id, order])) }
    return this.byId.found.get(id)
  }

  order(id: string): SeedOrder {
    const order = this.known(id)
    if (!order) throw refusal('not_found', 'This order is no longer in the shop.')
    return order
  }

  /** Asks the shop about one order. */
  read(id: string) {
    const order = this.order(id)
    const status = this.turns.get(id)
    order.askedAt = this.nowText()
    if (status === undefined) return
    this.turns.delete(id)
    Object.assign(order, { status, tab: tabOf(status), updatedAt: this.nowText(), shipBy: null })
  }

  cell(edit: Pick<StockEdit, 'skuId' | 'warehouseId'>) {
    const sku = this.skus.find((one) => one.skuId === edit.skuId)
    if (!sku) throw refusal('not_found', 'This SKU is no longer in the shop.')
    return { sku, at: warehouses.findIndex((one) => one.id === edit.warehouseId) }
  }

  // --- wishes

  save(kind: Save['kind'], held: string | null = null): Save {
    const save = { id: `${this.view.id}-b${this.saves.length + 1}`, kind, createdAt: this.nowText(), held, undoneAt: null }
    this.saves.push(save)
    return save
  }

  enqueue(wish: Pick<Work, 'kind' | 'target' | 'title' | 'detail' | 'batch'> & Partial<Work>): Work {
    const at = this.nowText()
    const work: Work = {
      id: `${this.view.id}-w${this.work.length + 1}`,
      state: 'queued',
      reason: null,
      attempts: 0,
      createdAt: at,
      changedAt: at,
      base: null,
      mine: null,
      shop: null,
      leavesAt: null,
      canRetry: false,
      canDiscard: true,
      tracking: null,
      edit: null,
      before: null,
      sent: null,
      byCampaign: false,
      ...wish,
    }
    this.work.push(work)
    if (work.kind === 'ship') this.shipments.set(work.target, work)
    return work
  }

  /** Moves every wish one state on. Tells how many requests that took. */
  step(): number {
    const moving = this.work.filter((work) => (work.state === 'queued' && !this.isHeld(work)) || work.state === 'sending')
    if (this.sync.state === 'offline') return 0
    for (const work of moving) {
      if (work.state === 'queued') Object.assign(work, { state: 'sending', attempts: work.attempts + 1, canDiscard: false })
      else if (work.kind === 'stock') this.arriveStock(work)
      else this.arriveShipment(work)
      work.changedAt = this.nowText()
    }
    return moving.length
  }

  private arriveShipment(work: Work) {
    const number = Number(work.id.split('w')[1])
    if (this.seed.refuseEvery && number % this.seed.refuseEvery === 0) {
      const reason = 'The shop refused this tracking number: “invalid parameter tracking_number”. Nothing was changed.'
      return void Object.assign(work, { state: 'refused', reason, canRetry: true, canDiscard: true })
    }
    const order = this.order(work.target)
    work.state = 'done'
    Object.assign(order, { tab: 'sent', status: 'SHIPPED', shipBy: null, trackingNumber: work.tracking ?? '' })
    order.history.push({ at: this.nowText(), text: `Shipped with ${work.tracking ?? ''}` })
  }

  private arriveStock(work: Work) {
    if (!work.edit) return
    const { edit } = work
    const { sku, at } = this.cell(edit)
    const level = sku.levels[at] ?? null
    if (edit.change.kind === 'set' && edit.base !== level) return this.meetMovedLevel(work, edit, level)
    const sent = targetOf(edit.change, level)
    const held = this.campaigns.get(campaignKey(edit.skuId, edit.warehouseId)) ?? 0
    if (sent < held) {
      const reason = `A campaign holds ${held} here, and the shop takes no less while it lasts. Nothing was sent.`
      return void Object.assign(work, { state: 'refused', reason, byCampaign: true, canRetry: true, canDiscard: true })
    }
    this.note(edit, { event: 'sent', level: sent, before: level, batch: work.batch, reason: null, said: null })
    this.note(edit, { event: 'answered', level: sent, before: level, batch: work.batch, reason: null, said: null })
    sku.levels[at] = sent
    Object.assign(work, { state: 'done', before: level, sent })
  }

  /** An edit asks; an undo leaves alone what moved since. */
  private meetMovedLevel(work: Work, edit: StockEdit, level: number | null) {
    const isUndo = this.saves.some(({ id, kind }) => id === work.batch && kind === 'undo')
    if (!isUndo) return void Object.assign(work, { state: 'conflict', shop: level, canDiscard: true })
    const reason = `The shop changed this level since (${edit.base} → ${level}), so undo left it alone.`
    this.note(edit, { event: 'refused', level, before: edit.base, batch: work.batch, reason: null, said: reason })
    Object.assign(work, { state: 'refused', reason, canDiscard: true })
  }

  // --- the shop's own life

  /** A buyer takes some, behind the seller's back. */
  sell(skuId: string, warehouseId: string, pieces: number) {
    const { sku, at } = this.cell({ skuId, warehouseId })
    const before = sku.levels[at] ?? null
    const level = (before ?? 0) - pieces
    sku.levels[at] = level
    this.note({ skuId, warehouseId }, { event: 'seen', level, before, batch: null, reason: null, said: null })
  }

  /** New orders at the top of the list. */
  arrive(count: number) {
    const fresh = seedOrders(count, this.seed.now()).map((order, index) => ({
      ...order,
      id: String(577_000_000_000_000_000n + BigInt(this.orders.length + index)),
    }))
    this.orders = [...fresh, ...this.orders]
  }

  // --- the history of a level

  note(ref: Pick<StockEdit, 'skuId' | 'warehouseId'>, line: Pick<LedgerLine, 'event' | 'level' | 'before' | 'batch' | 'reason' | 'said'> & { at?: string }) {
    const lines = this.lines(ref)
    const save = this.saves.find(({ id }) => id === line.batch)
    const by = save ? (save.kind === 'undo' ? 'undo' : 'you') : 'shop'
    lines.unshift({ id: this.lineId(), at: this.nowText(), warehouse: this.place(ref), by, ...line })
  }

  private lineId = () => String((this.noted += 1))

  private place = ({ warehouseId }: Pick<StockEdit, 'warehouseId'>) => warehouses.find(({ id }) => id === warehouseId)?.name ?? ''

  lines(ref: Pick<StockEdit, 'skuId' | 'warehouseId'>): LedgerLine[] {
    const key = `${ref.skuId} ${ref.warehouseId}`
    const found = this.ledger.get(key)
    if (found) return found
    const { sku, at } = this.cell(ref)
    const first: LedgerLine = {
      id: this.lineId(),
      at: new Date(this.seed.now() - 3_600_000).toISOString(),
      warehouse: this.place(ref),
      event: 'seen',
      by: 'shop',
      level: sku.levels[at] ?? null,
      before: null,
      batch: null,
      reason: null,
      said: null,
    }
    const lines = [first]
    this.ledger.set(key, lines)
    return lines
  }
}
