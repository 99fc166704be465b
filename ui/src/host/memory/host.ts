/**
 * A host without Rust, network or disk: for tests of the screens and for `npm run dev`.
 * It keeps the boundary's promises (a queued order looks queued until the shop has it), and
 * nothing moves in it but by `step`, so tests decide when time passes.
 */
import type { Changed, Commands, Host, Table, Window } from '../host'
import type { ActivityFilter } from '../types/ActivityFilter'
import type { AppState } from '../types/AppState'
import type { ConnectForm } from '../types/ConnectForm'
import type { Keep } from '../types/Keep'
import type { OrderDetail } from '../types/OrderDetail'
import type { OrderFilter } from '../types/OrderFilter'
import type { OrderRow } from '../types/OrderRow'
import type { RequestLine } from '../types/RequestLine'
import type { Shipment } from '../types/Shipment'
import type { StockEdit } from '../types/StockEdit'
import type { StockFilter } from '../types/StockFilter'
import type { StockRow } from '../types/StockRow'
import type { SyncView } from '../types/SyncView'
import type { Theme } from '../types/Theme'
import type { WebhookChoice } from '../types/WebhookChoice'
import { choicesOf, lastShippingOf, shippingOf, todayOf, waiting } from './desk'
import { orderRow, ordersOf, stockOf } from './lists'
import { printOrders } from './prints'
import { batchOf, undo, undoPreview } from './saves'
import type { SeedOrder } from './seed'
import { invented, restingSync, settingsOf } from './settings'
import { shipmentRefusal } from './shipments'
import { exportOrders, readShipments } from './tables'
import { MemoryShop, open, refusal, targetOf, warehouses, type Save, type Work } from './shop'

export type Scenario = {
  phase: AppState['phase']
  orders: number
  skus: number
  /** The names of the shops that are connected. */
  shops: string[]
  sync: Partial<SyncView>
  notices: AppState['notices']
  /** Every n-th shipment is refused by the shop; 0: none. */
  refuseEvery: number
  /** A save of more levels than this is held back by a question. */
  holdAbove: number
  requests: RequestLine[]
  now: () => number
}

type Arg<C extends keyof Commands> = Commands[C][0]

export class MemoryHost implements Host {
  readonly scenario: Scenario
  shops: MemoryShop[] = []
  /** The shop in view, by its number. */
  private inView = 0
  private nextShop = 1
  private webhooks: WebhookChoice = { on: false, port: 8788, signedOnly: true }
  private state: Omit<AppState, 'shop' | 'shops' | 'sync' | 'outbox'>
  private views = new Map<number, unknown[]>()
  private nextView = 1
  private hearChanged = new Set<(changed: Changed) => void>()
  private hearSync = new Set<(sync: SyncView) => void>()
  /** The number of the shop that the browser approves next, where it is one that is here and doesn't ask. */
  approved: number | null = null
  /** Every command as it came in, for tests. */
  readonly journal: string[] = []

  constructor(scenario: Partial<Scenario> = {}) {
    this.scenario = {
      phase: 'ready',
      orders: 4822,
      skus: 1284,
      shops: ['Linh Kay Studio'],
      sync: {},
      notices: [],
      refuseEvery: 0,
      holdAbove: 400,
      requests: [],
      now: Date.now,
      ...scenario,
    }
    const { phase, notices, shops } = this.scenario
    const blocked = phase === 'blocked' ? (notices[0] ?? null) : null
    this.state = { phase, blocked, notices, keychain: 'system', theme: 'system', connecting: null, version: '0.1.0' }
    if (phase !== 'connect') for (const name of shops) this.add(name, false)
    this.inView = this.shops[0]?.view.id ?? 0
  }

  private add(name: string, practice: boolean): MemoryShop {
    const { sync, now } = this.scenario
    const id = this.nextShop++
    const view = { id, name, region: id % 2 ? 'US' : 'GB', practice, currency: id % 2 ? 'USD' : 'GBP' }
    // Only the first shop is as the scenario says; the others rest.
    const shop = new MemoryShop(view, { ...restingSync(now()), ...(id === 1 ? sync : {}) }, this.scenario)
    this.shops.push(shop)
    return shop
  }

  // --- what happens by itself

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

  /** Replaces part of the sync badge, as the engine of the shop in view does while it works. */
  say(sync: Partial<SyncView>) {
    const shop = this.viewed
    if (!shop) return
    shop.sync = { ...shop.sync, ...sync }
    for (const hear of this.hearSync) hear(shop.sync)
  }

  /** Moves every piece of work one state on, and says what changed. */
  step() {
    const requests = this.shops.reduce((sum, shop) => sum + shop.step(), 0)
    if (!requests) return
    this.say({ requestsLeftToday: (this.viewed?.sync.requestsLeftToday ?? 0) - requests })
    this.changed('orders', 'stock', 'outbox')
  }

  /** A buyer of the shop in view takes some, behind the seller's back. */
  sell(skuId: string, warehouseId: string, pieces: number) {
    this.viewed?.sell(skuId, warehouseId, pieces)
    this.changed('stock')
  }

  /** New orders at the top of the list of the shop in view. */
  arriveOrders(count: number) {
    this.viewed?.arrive(count)
    this.changed('orders')
  }

  /** An order of the shop in view comes to stand otherwise, at the shop alone until it is read again. */
  turn(orderId: string, status: string) {
    this.viewed?.turns.set(orderId, status)
  }

  /** The sync reads what has turned. */
  readTurned() {
    for (const id of [...(this.viewed?.turns.keys() ?? [])]) this.viewed?.read(id)
    this.changed('orders')
  }

  private get viewed(): MemoryShop | undefined {
    return this.shops.find(({ view }) => view.id === this.inView)
  }

  private at(id: number): MemoryShop {
    const shop = this.shops.find(({ view }) => view.id === id)
    if (!shop) throw refusal('not_found', 'This shop is no longer connected.')
    return shop
  }

  // --- the app

  async app_state() {
    const { now } = this.scenario
    const viewed = this.viewed
    const shops = this.shops.map((shop) => {
      const { refused, conflict, held } = shop.counts()
      const { state, problem, lastOkAt } = shop.sync
      const { id, name, region, practice } = shop.view
      return { id, name, region, practice, state, problem, lastOkAt, toShip: waiting(shop).toShip, attention: refused + conflict + held }
    })
    const outbox = viewed?.counts() ?? { queued: 0, sending: 0, checking: 0, refused: 0, conflict: 0, held: 0 }
    return structuredClone({ ...this.state, shop: viewed?.view ?? null, shops, sync: viewed?.sync ?? restingSync(now()), outbox })
  }

  async choose_shop({ shop }: Arg<'choose_shop'>) {
    this.journal.push(`choose_shop ${shop}`)
    this.inView = this.at(shop).view.id
    this.changed('shop', 'orders', 'stock', 'outbox')
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
    // A shop that waits for it is connected again; otherwise the browser brought another one.
    const asks = this.state.notices.some(({ action }) => action === 'connect')
    const known = this.approved !== null ? this.at(this.approved) : asks ? this.viewed : undefined
    this.enter(known ?? this.add(this.shops.length ? `Shop ${this.nextShop}` : 'Linh Kay Studio', false))
  }

  async connect_cancel() {
    this.state.connecting = null
    this.changed('shop')
  }

  async practice_start() {
    this.journal.push('practice_start')
    this.enter(this.shops.find(({ view }) => view.practice) ?? this.add('Practice shop', true))
  }

  private enter(shop: MemoryShop) {
    this.inView = shop.view.id
    const notices = this.state.notices.filter(({ action }) => action !== 'connect')
    Object.assign(this.state, { phase: 'ready', connecting: null, notices })
    // Its engine begins anew, and has read nothing yet.
    this.say({ state: 'pulling', lastOkAt: null })
    this.changed('shop', 'orders', 'stock', 'outbox')
  }

  // --- lists

  private keep<T extends { rows: unknown[] }>({ rows, ...rest }: T) {
    const view = this.nextView++
    this.views.set(view, rows)
    return { view, total: rows.length, ...rest }
  }

  private window<T>({ view, from, count }: Window): T[] {
    const rows = this.views.get(view)
    if (!rows) throw refusal('not_found', 'This list was closed. It opens again by itself.')
    return structuredClone(rows.slice(from, from + count)) as T[]
  }

  async open_orders({ shop, filter }: { shop: number; filter: OrderFilter }) {
    return this.keep(ordersOf(this.at(shop), filter))
  }

  async order_rows(window: Window): Promise<OrderRow[]> {
    const shop = this.viewed
    return shop ? this.window<SeedOrder>(window).map((order) => orderRow(shop, order)) : []
  }

  async order_place({ view, orderId }: Arg<'order_place'>) {
    const place = this.window<SeedOrder>({ view, from: 0, count: Infinity }).findIndex(({ id }) => id === orderId)
    return place === -1 ? null : place
  }

  async select_orders({ view, from, to, on }: Arg<'select_orders'>) {
    const shop = this.viewed ?? this.at(0)
    const list = this.window<SeedOrder>({ view, from: 0, count: Infinity })
    for (const { id } of list.slice(from, to + 1)) {
      if (on) shop.selected.add(id)
      else shop.selected.delete(id)
    }
    return { count: shop.selected.size, inList: list.filter(({ id }) => shop.selected.has(id)).length }
  }

  async clear_selection({ shop }: Arg<'clear_selection'>) {
    this.at(shop).selected.clear()
    return { count: 0, inList: 0 }
  }

  async selected_orders({ shop }: Arg<'selected_orders'>) {
    return [...this.at(shop).selected]
  }

  async order_record({ shop, orderId }: Arg<'order_record'>) {
    return JSON.stringify(this.at(shop).order(orderId), null, 2)
  }

  async set_order_note({ shop, orderId, note }: Arg<'set_order_note'>) {
    this.journal.push(`set_order_note ${orderId} ${note}`)
    this.at(shop).order(orderId).ownNote = note.trim()
    this.changed('orders')
  }

  async tag_orders({ shop, orderIds, tag, on }: Arg<'tag_orders'>) {
    this.journal.push(`tag_orders ${orderIds.length} ${tag} ${on}`)
    for (const id of orderIds) {
      const order = this.at(shop).order(id)
      order.tags = [...order.tags.filter((one) => one !== tag), ...(on ? [tag] : [])].sort()
    }
    this.changed('orders')
  }

  async order_choices({ shop }: Arg<'order_choices'>) {
    return choicesOf(this.at(shop))
  }

  async saved_views({ shop }: Arg<'saved_views'>) {
    return structuredClone(this.at(shop).views)
  }

  async save_view({ shop: id, view }: Arg<'save_view'>) {
    this.journal.push(`save_view ${view.name}`)
    const shop = this.at(id)
    shop.views = [...shop.views.filter(({ name }) => name !== view.name), structuredClone(view)]
    this.changed('shop')
  }

  async remove_view({ shop: id, name }: Arg<'remove_view'>) {
    const shop = this.at(id)
    shop.views = shop.views.filter((view) => view.name !== name)
    this.changed('shop')
  }

  async find_order({ shop, code }: Arg<'find_order'>) {
    return this.at(shop).orders.find(({ id, trackingNumber }) => id === code || trackingNumber === code)?.id ?? null
  }

  async check_order({ shop, orderId }: Arg<'check_order'>) {
    this.journal.push(`check_order ${orderId}`)
    const isOffline = this.at(shop).sync.state === 'offline'
    if (!isOffline) this.at(shop).read(orderId)
    const problem = isOffline ? 'The shop can’t be reached.' : null
    return { order: await this.order_detail({ shop, orderId }), fresh: !isOffline, problem }
  }

  async mark_packed({ shop, orderId }: Arg<'mark_packed'>) {
    this.journal.push(`mark_packed ${orderId}`)
    this.at(shop).order(orderId).packedAt = this.at(shop).nowText()
    this.changed('orders')
  }

  async today({ shop }: Arg<'today'>) {
    return todayOf(this.at(shop))
  }

  async order_detail({ shop: id, orderId }: Arg<'order_detail'>) {
    const shop = this.at(id)
    const order = shop.order(orderId)
    const detail = { ...order, ...orderRow(shop, order), statusText: order.status, shipping: lastShippingOf(shop, orderId) }
    return structuredClone(detail) as OrderDetail
  }

  async open_stock({ shop, filter }: { shop: number; filter: StockFilter }) {
    return this.keep(stockOf(this.at(shop), filter))
  }

  async stock_rows(window: Window) {
    return this.window<StockRow>(window)
  }

  async level_history({ shop, skuId, warehouseId }: Arg<'level_history'>) {
    return structuredClone(this.at(shop).lines({ skuId, warehouseId }))
  }

  // --- wishes

  async ship_order({ shop: id, orderId, trackingNumber }: Arg<'ship_order'>) {
    this.journal.push(`ship_order ${orderId} ${trackingNumber}`)
    const shop = this.at(id)
    this.checkShipment(shop, orderId, trackingNumber)
    const work = this.queueShipment(shop, shop.save('ship'), { orderId, trackingNumber })
    this.changed('orders', 'outbox')
    return structuredClone(work)
  }

  async ship_orders({ shop: id, shipments }: Arg<'ship_orders'>) {
    this.journal.push(`ship_orders ${shipments.length}`)
    const shop = this.at(id)
    const refused = shipments.flatMap((shipment, index) => {
      const message = shipmentRefusal(shop, shipment)
      return message ? [{ index, message }] : []
    })
    const places = new Set(refused.map(({ index }) => index))
    const queued = shipments.filter((_, index) => !places.has(index))
    if (!queued.length) return { batch: null, leavesAt: null, queued: 0, refused }
    const save = shop.save('ship')
    for (const shipment of queued) this.queueShipment(shop, save, shipment)
    this.changed('orders', 'outbox')
    return { batch: save.id, leavesAt: new Date(this.scenario.now() + 5_000).toISOString(), queued: queued.length, refused }
  }

  async print_orders({ shop, orderIds, paper, again }: Arg<'print_orders'>) {
    this.journal.push(`print_orders ${paper} ${orderIds.length}${again ? ' again' : ''}`)
    return printOrders(this.at(shop), orderIds, paper, again)
  }

  async read_shipments({ shop, source, columns }: Arg<'read_shipments'>) {
    return readShipments(this.at(shop), source, columns)
  }

  async export_orders({ shop, orderIds, format }: Arg<'export_orders'>) {
    this.journal.push(`export_orders ${orderIds.length} ${format.file} ${format.rows}`)
    return exportOrders(this.at(shop), orderIds, format)
  }

  private checkShipment(shop: MemoryShop, orderId: string, number: string) {
    if (!number.trim()) throw refusal('invalid_input', 'The tracking number is empty. Type or scan the number on the label.', 'tracking_number')
    if (shippingOf(shop, orderId)) throw refusal('busy', 'This order is already on its way out.', 'tracking_number')
  }

  private queueShipment(shop: MemoryShop, save: Save, { orderId, trackingNumber }: Shipment): Work {
    const tracking = trackingNumber.replace(/\s/g, '')
    const title = `Ship order ${orderId}`
    const leavesAt = new Date(this.scenario.now() + 5_000).toISOString()
    // A refused one gives way to the next.
    const before = shop.shipments.get(orderId)
    if (before?.state === 'refused') Object.assign(before, { state: 'discarded', canRetry: false, canDiscard: false })
    return shop.enqueue({ kind: 'ship', target: orderId, title, detail: `with ${tracking}`, batch: save.id, tracking, leavesAt })
  }

  async save_stock({ shop: id, edits }: { shop: number; edits: StockEdit[] }) {
    this.journal.push(`save_stock ${JSON.stringify(edits.map(({ skuId, warehouseId, change, base }) => [skuId, warehouseId, change, base]))}`)
    const shop = this.at(id)
    const cells = shop.skus.length * warehouses.length
    const isHeld = edits.length > this.scenario.holdAbove
    const held = isHeld ? `This would change ${edits.length} of your ${cells} levels at once. Send it all the same?` : null
    const save = shop.save('stock', held)
    for (const edit of edits) {
      const { sku, at } = shop.cell(edit)
      const mine = targetOf(edit.change, sku.levels[at] ?? null)
      const detail = `${sku.sellerSku} · ${warehouses[at]?.name ?? ''}`
      shop.enqueue({ kind: 'stock', target: sku.productId, title: `Set stock to ${mine}`, detail, batch: save.id, edit, base: edit.base, mine })
    }
    this.changed('stock', 'outbox')
    return { batch: save.id, held, queued: edits.length, refused: [] }
  }

  async activity({ shop, filter }: { shop: number; filter: ActivityFilter }) {
    const shown = this.at(shop).work.filter((work) => filter === 'all' || open(work) === (filter === 'open'))
    return structuredClone(shown.reverse().slice(0, 500))
  }

  private item(id: string): Work {
    const work = this.shops.map((shop) => shop.item(id)).find((found) => found !== undefined)
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

  async resolve_conflict({ id, keep }: { id: string; keep: Keep }) {
    this.journal.push(`resolve_conflict ${keep}`)
    const work = this.item(id)
    if (keep === 'shop') return this.discard({ id })
    if (work.edit && keep === 'mine') work.edit = { ...work.edit, base: work.shop }
    if (work.edit && keep === 'difference') {
      work.edit = { ...work.edit, change: { kind: 'add', amount: (work.mine ?? 0) - (work.base ?? 0) } }
    }
    Object.assign(work, { state: 'queued', base: work.shop, shop: null })
    this.changed('stock', 'outbox')
  }

  // --- saves

  private saved(batch: string): { shop: MemoryShop; save: Save } {
    for (const shop of this.shops) {
      const save = shop.saves.find(({ id }) => id === batch)
      if (save) return { shop, save }
    }
    throw refusal('not_found', 'This save is no longer in the list.')
  }

  async batches({ shop: id }: { shop: number }) {
    const shop = this.at(id)
    return structuredClone(shop.saves.map((save) => batchOf(shop, save)).reverse())
  }

  async batch_items({ batch }: { batch: string }) {
    const works = this.saved(batch).shop.work.filter((work) => work.batch === batch)
    const isCalm = ({ state }: Work) => Number(state !== 'refused' && state !== 'conflict')
    return structuredClone(works.toSorted((a, b) => isCalm(a) - isCalm(b)).slice(0, 500))
  }

  async retry_failed({ batch }: { batch: string }) {
    const failed = this.saved(batch).shop.work.filter((work) => work.batch === batch && work.state === 'refused')
    for (const work of failed) Object.assign(work, { state: 'queued', reason: null, canRetry: false })
    this.changed('orders', 'stock', 'outbox')
    return failed.length
  }

  async send_held({ batch }: { batch: string }) {
    this.journal.push(`send_held ${batch}`)
    this.saved(batch).save.held = null
    this.changed('stock', 'outbox')
  }

  async drop_batch({ batch }: { batch: string }) {
    this.journal.push(`drop_batch ${batch}`)
    const { shop, save } = this.saved(batch)
    save.held = null
    const waiting = shop.work.filter((work) => work.batch === batch && work.state === 'queued')
    if (!waiting.length) throw refusal('not_found', 'Nothing of this save waits any more.')
    for (const work of waiting) work.state = 'discarded'
    this.changed('orders', 'stock', 'outbox')
  }

  async undo_preview({ batch }: { batch: string }) {
    const { shop, save } = this.saved(batch)
    return undoPreview(shop, save)
  }

  async undo_batch({ batch }: { batch: string }) {
    this.journal.push(`undo_batch ${batch}`)
    const { shop, save } = this.saved(batch)
    const done = undo(shop, save)
    this.changed('stock', 'outbox')
    return done
  }

  async requests() {
    return structuredClone(this.scenario.requests)
  }

  async sync_now() {
    this.journal.push('sync_now')
    this.say({ lastOkAt: new Date(this.scenario.now()).toISOString(), nextAt: new Date(this.scenario.now() + 20_000).toISOString() })
  }

  // --- settings

  async settings() {
    const { keychain, theme, version } = this.state
    const viewed = this.viewed
    return settingsOf(viewed?.view ?? null, viewed?.sync ?? restingSync(this.scenario.now()), this.webhooks, { keychain, theme, version }, viewed?.handling ?? { days: 2, working: [true, true, true, true, true, false, false] }, this.scenario.now())
  }

  async set_theme({ theme }: { theme: Theme }) {
    this.state.theme = theme
    this.changed('shop')
  }

  async set_currency({ shop: id, currency }: Arg<'set_currency'>) {
    const shop = this.at(id)
    shop.view = { ...shop.view, currency }
    this.changed('shop', 'orders')
  }

  async set_handling({ shop, rule }: Arg<'set_handling'>) {
    this.journal.push(`set_handling ${rule.days}`)
    this.at(shop).handling = rule
    this.changed('shop', 'orders')
  }

  async set_webhooks({ choice }: { choice: WebhookChoice }) {
    this.journal.push(`set_webhooks ${JSON.stringify(choice)}`)
    this.webhooks = choice
    this.changed('shop')
  }

  async set_aside_record(_: Arg<'set_aside_record'>) {
    return invented
  }

  async save_diagnostics() {
    return { path: '~/.local/share/app.tiktokflow.desktop/logs/tiktokflow-diagnostics.txt' }
  }

  async disconnect({ shop: id }: { shop: number }) {
    this.journal.push(`disconnect ${id}`)
    this.shops = this.shops.filter(({ view }) => view.id !== this.at(id).view.id)
    if (this.inView === id) this.inView = this.shops[0]?.view.id ?? 0
    if (!this.shops.length) this.state.phase = 'connect'
    this.changed('shop')
  }

  async reset_everything() {
    this.shops = []
    this.state.phase = 'connect'
    this.changed('shop')
  }

  async dismiss_notice({ id }: { id: string }) {
    this.state.notices = this.state.notices.filter((notice) => notice.id !== id)
    this.changed('notices')
  }

  async open_data_folder() {
    this.journal.push('open_data_folder')
  }

  async open_log_folder() {
    this.journal.push('open_log_folder')
  }
}
