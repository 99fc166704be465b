/**
 * A host without Rust, network or disk: for tests of the screens and for `npm run dev`.
 * It keeps the boundary's promises (a queued order looks queued until the shop has it), and
 * nothing moves in it but by `step`, so tests decide when time passes.
 */
import type { Changed, Host, Table, Window } from '../host'
import type { AppError } from '../types/AppError'
import type { AppState } from '../types/AppState'
import type { ConnectForm } from '../types/ConnectForm'
import type { OrderDetail } from '../types/OrderDetail'
import type { OrderFilter } from '../types/OrderFilter'
import type { OrderRow } from '../types/OrderRow'
import type { OrderTab } from '../types/OrderTab'
import type { OutboxItem } from '../types/OutboxItem'
import type { StockChange } from '../types/StockChange'
import type { StockEdit } from '../types/StockEdit'
import type { StockFilter } from '../types/StockFilter'
import type { StockRow } from '../types/StockRow'
import type { SyncView } from '../types/SyncView'
import type { Theme } from '../types/Theme'
import { seedOrders, seedSkus, type SeedOrder, type SeedSku } from './seed'

export type Scenario = {
  phase: AppState['phase']
  orders: number
  skus: number
  sync: Partial<SyncView>
  notices: AppState['notices']
  /** Every n-th shipment is refused by the shop; 0: none. */
  refuseEvery: number
  now: () => number
}

const warehouses = [
  { id: 'wh-ny', name: 'New York' },
  { id: 'wh-la', name: 'Los Angeles' },
  { id: 'wh-da', name: 'Dallas' },
]

const tabs: OrderTab[] = ['to_ship', 'on_hold', 'sent', 'delivered', 'cancelled', 'all']

type Work = OutboxItem & { tracking: string | null; edit: StockEdit | null }
const open = (work: Work) => work.state !== 'done' && work.state !== 'discarded'

function refusal(code: AppError['code'], message: string, field: string | null = null): AppError {
  return { code, message, field }
}

export class MemoryHost implements Host {
  readonly scenario: Scenario
  private orders: SeedOrder[]
  private skus: SeedSku[]
  private work: Work[] = []
  private state: AppState
  private views = new Map<number, unknown[]>()
  private nextView = 1
  private hearChanged = new Set<(changed: Changed) => void>()
  private hearSync = new Set<(sync: SyncView) => void>()
  /** Every command as it came in, for tests. */
  readonly journal: string[] = []

  constructor(scenario: Partial<Scenario> = {}) {
    this.scenario = {
      phase: 'ready',
      orders: 4822,
      skus: 1284,
      sync: {},
      notices: [],
      refuseEvery: 0,
      now: Date.now,
      ...scenario,
    }
    const { now, phase, notices, sync } = this.scenario
    this.orders = seedOrders(this.scenario.orders, now())
    this.skus = seedSkus(this.scenario.skus, warehouses.length)
    this.state = {
      phase,
      blocked: phase === 'blocked' ? (notices[0] ?? null) : null,
      shop: phase === 'connect' ? null : this.practiceShop('Linh Kay Studio', false),
      sync: {
        state: 'idle',
        step: null,
        done: 0,
        total: null,
        firstPull: false,
        lastOkAt: new Date(now() - 12_000).toISOString(),
        nextAt: new Date(now() + 8_000).toISOString(),
        problem: null,
        requestsLeftToday: 6412,
        requestsPerDay: 10_000,
        setAside: 0,
        ...sync,
      },
      outbox: { queued: 0, sending: 0, checking: 0, refused: 0, conflict: 0 },
      notices,
      keychain: 'system',
      theme: 'system',
      connecting: null,
      version: '0.1.0',
    }
  }

  private practiceShop(name: string, practice: boolean) {
    return { name, region: 'US', practice, currency: 'USD' }
  }

  onChanged(hear: (changed: Changed) => void) {
    this.hearChanged.add(hear)
    return () => void this.hearChanged.delete(hear)
  }

  onSync(hear: (sync: SyncView) => void) {
    this.hearSync.add(hear)
    return () => void this.hearSync.delete(hear)
  }

  private changed(...tables: Table[]) {
    for (const hear of this.hearChanged) hear({ tables })
  }

  /** Replaces part of the sync badge, as the engine does while it works. */
  say(sync: Partial<SyncView>) {
    this.state.sync = { ...this.state.sync, ...sync }
    for (const hear of this.hearSync) hear(this.state.sync)
  }

  /** Moves every piece of work one state on, and says what changed. */
  step() {
    const moving = this.work.filter((work) => work.state === 'queued' || work.state === 'sending')
    if (!moving.length || this.state.sync.state === 'offline') return
    for (const work of moving) {
      if (work.state === 'queued') Object.assign(work, { state: 'sending', attempts: work.attempts + 1 })
      else this.arrive(work)
      work.changedAt = this.nowText()
    }
    this.say({ requestsLeftToday: this.state.sync.requestsLeftToday - moving.length })
    this.changed('orders', 'stock', 'outbox')
  }

  private arrive(work: Work) {
    work.canDiscard = false
    if (work.kind === 'stock') return this.arriveStock(work)
    const number = Number(work.id.slice(1))
    if (this.scenario.refuseEvery && number % this.scenario.refuseEvery === 0) {
      const reason = 'The shop refused this tracking number: “invalid parameter tracking_number”. Nothing was changed.'
      return void Object.assign(work, { state: 'refused', reason, canRetry: true, canDiscard: true })
    }
    const order = this.order(work.target)
    work.state = 'done'
    Object.assign(order, { tab: 'sent', status: 'SHIPPED', trackingNumber: work.tracking ?? '' })
    order.history.push({ at: this.nowText(), text: `Shipped with ${work.tracking ?? ''}` })
  }

  private arriveStock(work: Work) {
    const edit = work.edit
    if (!edit) return
    const { sku, at } = this.cell(edit)
    const level = sku.levels[at] ?? null
    if (edit.change.kind === 'set' && edit.base !== level) {
      return void Object.assign(work, { state: 'conflict', shop: level, canDiscard: true })
    }
    sku.levels[at] = targetOf(edit.change, level)
    work.state = 'done'
  }

  /** A buyer takes some, behind the seller's back. */
  sell(skuId: string, warehouseId: string, pieces: number) {
    const sku = this.skus.find((one) => one.skuId === skuId)
    const at = warehouses.findIndex((one) => one.id === warehouseId)
    if (sku) sku.levels[at] = (sku.levels[at] ?? 0) - pieces
    this.changed('stock')
  }

  /** New orders at the top of the list. */
  arriveOrders(count: number) {
    const fresh = seedOrders(count, this.scenario.now()).map((order, index) => ({
      ...order,
      id: String(577_000_000_000_000_000n + BigInt(this.orders.length + index)),
    }))
    this.orders = [...fresh, ...this.orders]
    this.changed('orders')
  }

  private nowText = () => new Date(this.scenario.now()).toISOString()

  async app_state() {
    const outbox = { queued: 0, sending: 0, checking: 0, refused: 0, conflict: 0 }
    for (const { state } of this.work) if (state in outbox) outbox[state as keyof typeof outbox] += 1
    return structuredClone({ ...this.state, outbox })
  }

  async connect_start({ form }: { form: ConnectForm }) {
    this.journal.push('connect_start')
    if (!form.appKey.trim()) throw refusal('invalid_input', 'The app key is empty. Copy it from your app’s page in the developer portal.', 'app_key')
    if (!form.appSecret.trim()) throw refusal('invalid_input', 'The app secret is empty. Copy it from your app’s page in the developer portal.', 'app_secret')
    const connecting = {
      authorizeUrl: 'https://auth.tiktok-shops.com/oauth/authorize?client_id=29a39d4c7e&state=3f9c',
      opened: true,
      expiresAt: new Date(this.scenario.now() + 600_000).toISOString(),
    }
    this.state.connecting = connecting
    this.changed('shop')
    return connecting
  }

  async connect_paste({ address }: { address: string }) {
    if (!address.startsWith('tiktokflow://')) {
      throw refusal('invalid_input', 'This address is not the one the browser was sent to. It starts with tiktokflow://oauth/callback.', 'address')
    }
    this.enter(false)
  }

  async connect_cancel() {
    this.state.connecting = null
    this.changed('shop')
  }

  async practice_start() {
    this.journal.push('practice_start')
    this.enter(true)
  }

  private enter(practice: boolean) {
    Object.assign(this.state, {
      phase: 'ready',
      connecting: null,
      shop: this.state.shop ?? this.practiceShop(practice ? 'Practice shop' : 'Linh Kay Studio', practice),
      notices: this.state.notices.filter(({ action }) => action !== 'connect'),
    })
    this.say({ state: 'idle' })
    this.changed('shop', 'orders', 'stock', 'outbox')
  }

  private keep(rows: unknown[]) {
    const view = this.nextView++
    this.views.set(view, rows)
    return view
  }

  private window<T>({ view, from, count }: Window): T[] {
    const rows = this.views.get(view)
    if (!rows) throw refusal('not_found', 'This list was closed. It opens again by itself.')
    return structuredClone(rows.slice(from, from + count)) as T[]
  }

  async open_orders({ filter }: { filter: OrderFilter }) {
    const needle = filter.search.trim().toLowerCase()
    const found = this.orders.filter(
      (order) => !needle || [order.id, order.buyer, order.items, order.trackingNumber].some((text) => text.toLowerCase().includes(needle)),
    )
    const counts = Object.fromEntries(tabs.map((tab) => [tab, 0])) as Record<OrderTab, number>
    for (const order of found) {
      counts[order.tab] += 1
      counts.all += 1
    }
    const shown = found.filter((order) => filter.tab === 'all' || order.tab === filter.tab)
    const view = this.keep(shown.map((order) => this.row(order)))
    const toShip = this.orders.filter((order) => order.tab === 'to_ship').length
    return { view, total: shown.length, counts, toShip }
  }

  async order_rows(window: Window) {
    return this.window<OrderRow>(window)
  }

  private shipping(id: string) {
    return this.work.find((work) => work.kind === 'ship' && work.target === id && open(work)) ?? null
  }

  private row(order: SeedOrder): OrderRow {
    const state = this.shipping(order.id)?.state
    const look = state === undefined || state === 'done' ? order.tab : state
    return { ...order, look: (look === 'all' ? 'other' : look) as OrderRow['look'] }
  }

  private order(id: string) {
    const order = this.orders.find((one) => one.id === id)
    if (!order) throw refusal('not_found', 'This order is no longer in the shop.')
    return order
  }

  async order_detail({ orderId }: { orderId: string }) {
    const order = this.order(orderId)
    const detail = { ...order, ...this.row(order), statusText: order.status, shipping: this.shipping(orderId) }
    return structuredClone(detail) as OrderDetail
  }

  async ship_order({ orderId, trackingNumber }: { orderId: string; trackingNumber: string }) {
    this.journal.push(`ship_order ${orderId} ${trackingNumber}`)
    const tracking = trackingNumber.replace(/\s/g, '')
    if (!tracking) throw refusal('invalid_input', 'The tracking number is empty. Type or scan the number on the label.', 'tracking_number')
    if (this.shipping(orderId)) throw refusal('busy', 'This order is already on its way out.', 'tracking_number')
    const work = this.enqueue('ship', orderId, `Ship ${orderId} with ${tracking}`, this.order(orderId).buyer)
    work.tracking = tracking
    this.changed('orders', 'outbox')
    return structuredClone(work)
  }

  private enqueue(kind: OutboxItem['kind'], target: string, title: string, detail: string): Work {
    const at = this.nowText()
    const work: Work = {
      id: `w${this.work.length + 1}`,
      kind,
      title,
      detail,
      target,
      state: 'queued',
      reason: null,
      attempts: 0,
      createdAt: at,
      changedAt: at,
      base: null,
      mine: null,
      shop: null,
      canRetry: false,
      canDiscard: true,
      tracking: null,
      edit: null,
    }
    this.work.push(work)
    return work
  }

  private cell(edit: StockEdit) {
    const sku = this.skus.find((one) => one.skuId === edit.skuId)
    if (!sku) throw refusal('not_found', 'This SKU is no longer in the shop.')
    return { sku, at: warehouses.findIndex((one) => one.id === edit.warehouseId) }
  }

  private stockRow(sku: SeedSku): StockRow {
    const levels = sku.levels.map((level, at) => {
      const work = this.work.find(
        (one) => open(one) && one.edit?.skuId === sku.skuId && one.edit.warehouseId === warehouses[at]?.id,
      )
      const edit = work?.edit
        ? {
            id: work.id,
            state: work.state as 'queued',
            wanted: targetOf(work.edit.change, level),
            change: work.edit.change,
            reason: work.reason,
          }
        : null
      return { level, productLevel: level === null ? 64 : level, edit }
    })
    const total = sku.levels.includes(null) ? null : sku.levels.reduce<number>((sum, level) => sum + (level ?? 0), 0)
    return { ...sku, levels, total }
  }

  async open_stock({ filter }: { filter: StockFilter }) {
    const needle = filter.search.trim().toLowerCase()
    const rows = this.skus
      .filter((sku) => !needle || `${sku.product} ${sku.sellerSku} ${sku.skuId}`.toLowerCase().includes(needle))
      .map((sku) => this.stockRow(sku))
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
    const products = new Set(shown.map((row) => row.productId)).size
    return { view: this.keep(shown), total: shown.length, warehouses, counts, products }
  }

  async stock_rows(window: Window) {
    return this.window<StockRow>(window)
  }

  async save_stock({ edits }: { edits: StockEdit[] }) {
    this.journal.push(`save_stock ${JSON.stringify(edits.map(({ skuId, warehouseId, change, base }) => [skuId, warehouseId, change, base]))}`)
    for (const edit of edits) {
      const { sku, at } = this.cell(edit)
      const mine = targetOf(edit.change, sku.levels[at] ?? null)
      const title = `Set ${sku.sellerSku} in ${warehouses[at]?.name ?? ''} to ${mine}`
      Object.assign(this.enqueue('stock', sku.productId, title, sku.product), { edit, base: edit.base, mine })
    }
    this.changed('stock', 'outbox')
    return { queued: edits.length, refused: [] }
  }

  async activity({ filter }: { filter: 'open' | 'done' | 'all' }) {
    const shown = this.work.filter((work) => filter === 'all' || open(work) === (filter === 'open'))
    return structuredClone(shown.reverse().slice(0, 500))
  }

  private item(id: string) {
    const work = this.work.find((one) => one.id === id)
    if (!work) throw refusal('not_found', 'This is no longer in the list.')
    return work
  }

  async retry({ id }: { id: string }) {
    Object.assign(this.item(id), { state: 'queued', reason: null, canRetry: false })
    this.changed('orders', 'stock', 'outbox')
  }

  async discard({ id }: { id: string }) {
    Object.assign(this.item(id), { state: 'discarded', canRetry: false, canDiscard: false })
    this.changed('orders', 'stock', 'outbox')
  }

  async resolve_conflict({ id, keep }: { id: string; keep: 'mine' | 'shop' }) {
    const work = this.item(id)
    if (keep === 'shop') return this.discard({ id })
    if (work.edit) work.edit = { ...work.edit, base: work.shop }
    Object.assign(work, { state: 'queued', base: work.shop, shop: null })
    this.changed('stock', 'outbox')
  }

  async sync_now() {
    this.journal.push('sync_now')
    this.say({ lastOkAt: this.nowText(), nextAt: new Date(this.scenario.now() + 20_000).toISOString() })
  }

  async settings() {
    const { shop, keychain, theme, sync, version } = this.state
    return {
      shop,
      appKeyHint: '29a3…4c7e',
      endpoints: null,
      keychain,
      keychainNote: null,
      dataFolder: '~/.local/share/app.tiktokflow.desktop',
      theme,
      currency: shop?.currency ?? null,
      syncEverySeconds: 20,
      requestsLeftToday: sync.requestsLeftToday,
      requestsPerDay: sync.requestsPerDay,
      setAside: sync.setAside
        ? [{ id: '576618402217350000', reason: 'The price “12,50 €” is not a number.', seenAt: this.nowText() }]
        : [],
      version,
    }
  }

  async set_theme({ theme }: { theme: Theme }) {
    this.state.theme = theme
    this.changed('shop')
  }

  async set_currency({ currency }: { currency: string | null }) {
    if (this.state.shop) this.state.shop = { ...this.state.shop, currency }
    this.changed('shop', 'orders')
  }

  async disconnect() {
    Object.assign(this.state, { phase: 'connect', shop: null })
    this.changed('shop')
  }

  async reset_everything() {
    Object.assign(this, { orders: [], skus: [], work: [] })
    await this.disconnect()
  }

  async dismiss_notice({ id }: { id: string }) {
    this.state.notices = this.state.notices.filter((notice) => notice.id !== id)
    this.changed('notices')
  }

  async open_data_folder() {
    this.journal.push('open_data_folder')
  }
}

function targetOf(change: StockChange, level: number | null): number {
  return change.kind === 'set' ? change.level : (level ?? 0) + change.amount
}
