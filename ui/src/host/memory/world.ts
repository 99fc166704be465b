/** What lives behind the commands of the host in memory: the shops, who hears of them, and lists that are kept open. */
import type { Changed, Commands, Table, Window } from '../host'
import type { AppState } from '../types/AppState'
import type { CacheProtection } from '../types/CacheProtection'
import type { RequestLine } from '../types/RequestLine'
import type { SealReason } from '../types/SealReason'
import type { SyncView } from '../types/SyncView'
import type { WebhookChoice } from '../types/WebhookChoice'
import { restingSync } from './settings'
import { MemoryShop, refusal } from './shop'

/** What a command is asked with. */
export type Arg<C extends keyof Commands> = Commands[C][0]

export type Scenario = {
  phase: AppState['phase']
  orders: number
  skus: number
  /** The names of the shops that are connected. */
  shops: string[]
  sync: Partial<SyncView>
  notices: AppState['notices']
  /** What a sign-in opens beside the shops that are here, and a sign-in that nobody began here. */
  offered: AppState['offered']
  unbidden: AppState['unbidden']
  /** How long the seller's approval of every shop holds. */
  approved: AppState['shops'][number]['approved']
  /** Why the database is locked, where the phase is that it is. */
  sealed: SealReason
  cache: CacheProtection
  /** Every n-th shipment is refused by the shop; 0: none. */
  refuseEvery: number
  /** A save of more levels than this is held back by a question. */
  holdAbove: number
  requests: RequestLine[]
  now: () => number
}

export class MemoryWorld {
  readonly scenario: Scenario
  shops: MemoryShop[] = []
  /** The shop in view, by its number. */
  protected inView = 0
  protected nextShop = 1
  protected webhooks: WebhookChoice = { on: false, port: 8788, signedOnly: true }
  protected state: Omit<AppState, 'shop' | 'shops' | 'sync' | 'outbox'>
  protected views = new Map<number, unknown[]>()
  protected nextView = 1
  protected hearChanged = new Set<(changed: Changed) => void>()
  protected hearSync = new Set<(sync: SyncView) => void>()
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
      offered: null,
      unbidden: null,
      approved: null,
      sealed: 'no_key',
      cache: { form: 'encrypted', note: null, atNextStart: false },
      refuseEvery: 0,
      holdAbove: 400,
      requests: [],
      now: Date.now,
      ...scenario,
    }
    const { phase, notices, shops, offered, unbidden } = this.scenario
    const blocked = phase === 'blocked' ? (notices[0] ?? null) : null
    const sealed = phase === 'sealed' ? { reason: this.scenario.sealed, keychain: this.scenario.sealed === 'no_answer' ? 'it is locked or does not answer' : null } : null
    this.state = { phase, blocked, sealed, notices, keychain: 'system', theme: 'system', connecting: null, offered, mayOfferShops: offered !== null, unbidden, version: '0.1.0' }
    if (phase !== 'connect') for (const name of shops) this.add(name, false)
    this.inView = this.shops[0]?.view.id ?? 0
  }

  protected add(name: string, practice: boolean): MemoryShop {
    const { sync, now } = this.scenario
    const id = this.nextShop++
    const currency = id % 2 ? 'USD' : 'GBP'
    const view = { id, name, region: id % 2 ? 'US' : 'GB', practice, currency, sumsCurrency: currency }
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

  protected changed(...tables: Table[]) {
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

  protected get viewed(): MemoryShop | undefined {
    return this.shops.find(({ view }) => view.id === this.inView)
  }

  protected at(id: number): MemoryShop {
    const shop = this.shops.find(({ view }) => view.id === id)
    if (!shop) throw refusal('not_found', 'This shop is no longer connected.')
    return shop
  }

  // --- lists that are read by position

  protected keep<T extends { rows: unknown[] }>({ rows, ...rest }: T) {
    const view = this.nextView++
    this.views.set(view, rows)
    return { view, total: rows.length, ...rest }
  }

  protected window<T>({ view, from, count }: Window): T[] {
    const rows = this.views.get(view)
    if (!rows) throw refusal('not_found', 'This list was closed. It opens again by itself.')
    return structuredClone(rows.slice(from, from + count)) as T[]
  }
}
