/**
 * The pack station of one shop: feeds what happens to the machine, one after the other, and asks
 * the app for what the machine wants to know. Scans that come meanwhile wait in line; none is lost.
 */
import { app } from '../app.svelte'
import { asAppError, host } from '../host'
import { Kept, placeOf } from '../kept'
import { byProduct } from '../stock/sort'
import { text } from '../text'
import { exactly } from './code'
import { isPacked, isProgress, keptPacking, type KeptPacking } from './keptPacking'
import { progressOf } from './parcel'
import { sound } from './sound.svelte'
import { emptyStation, step, type Ask, type Happening, type Station } from './station'

/** How many items that resemble a code are looked at for the one that has it. */
const ALIKE = 200

const isOn = (day: number) => (row: { at: string }) => new Date(row.at).toDateString() === new Date(day).toDateString()

export class Bench {
  station = $state.raw<Station>(emptyStation)
  private line: Promise<void> = Promise.resolve()
  private readonly kept: Kept<KeptPacking>
  private isWatched = false
  /** The order that lay on the bench when the app ended. */
  private reopen: string | null = null

  constructor(
    readonly shop: number,
    private readonly clock: () => number = Date.now,
  ) {
    this.kept = new Kept(placeOf('packing', shop), keptPacking, () => app.warn(text.pack.notKept))
  }

  /** Follows the store for as long as the station is on the screen. */
  start(): () => void {
    const stop = app.onTables(['orders', 'outbox'], () => void this.reread())
    this.isWatched = true
    void this.begin()
    return () => {
      this.isWatched = false
      stop()
    }
  }

  private async begin() {
    const { reopen } = this
    this.reopen = null
    if (reopen !== null) await this.open(reopen)
    else await this.reread()
  }

  /** Begins with its shop's name: what was packed when the app ended is there again. */
  remember(shop: string) {
    const rows = this.kept.open(shop)
    if (!rows.length) return
    const aside = rows.filter(isProgress)
    const packed = rows.filter(isPacked).filter(isOn(this.clock()))
    this.reopen = aside.find(({ open }) => open)?.id ?? null
    this.station = { ...emptyStation, aside, packed }
  }

  /** Forgets a shop that is connected no more. */
  forget() {
    this.reopen = null
    this.station = emptyStation
    this.keep()
  }

  private keep() {
    this.kept.keep(() => {
      const { parcel, aside, packed } = this.station
      const open = parcel && parcel.lines.some(({ scanned }) => scanned) ? [progressOf(parcel, true)] : []
      return [...open, ...aside, ...packed.filter(isOn(this.clock()))]
    })
  }

  get packedToday() {
    return this.station.packed.filter(isOn(app.now))
  }

  /** Resolves when it and everything before it was taken; of the shop's answer only when it was asked for. */
  feed(happening: Happening): Promise<void> {
    this.line = this.line.then(() => this.take(happening))
    return this.line
  }

  /** An order that was chosen on the screen. */
  open(id: string): Promise<void> {
    this.line = this.line.then(async () => this.take(await this.read(id)))
    return this.line
  }

  private async take(happening: Happening) {
    const { station, signal, ask } = step(this.station, happening)
    this.station = station
    this.keep()
    if (signal && this.isWatched) sound.play(signal)
    if (ask) await this.ask(ask)
  }

  private async ask(ask: Ask) {
    if ('find' in ask) await this.take(await this.find(ask.find))
    else if ('check' in ask) void this.check(ask.check, ask.ticket)
    else void this.pack(ask.pack)
  }

  private async reread() {
    const id = this.station.parcel?.order.id
    if (id === undefined) return
    const order = await host().order_detail({ shop: this.shop, orderId: id }).catch(() => null)
    if (order) await this.feed({ type: 'changed', order })
  }

  private failed = (thrown: unknown, ticket: number | null = null): Happening => ({ type: 'failed', message: asAppError(thrown).message, ticket })

  private async read(id: string): Promise<Happening> {
    try {
      return { type: 'found', code: id, order: await host().order_detail({ shop: this.shop, orderId: id }), item: null }
    } catch (thrown) {
      return this.failed(thrown)
    }
  }

  /** With the caps lock on a scanner types small letters; numbers on labels have none. */
  private async find(code: string): Promise<Happening> {
    try {
      const of = (code: string) => host().find_order({ shop: this.shop, code })
      const big = code.toUpperCase()
      const id = (await of(code)) ?? (big === code ? null : await of(big))
      return id === null ? { type: 'found', code, order: null, item: await this.itemOf(code) } : await this.read(id)
    } catch (thrown) {
      return this.failed(thrown)
    }
  }

  /** The name of the catalogue's item with exactly this code. */
  private async itemOf(code: string): Promise<string | null> {
    const { first } = await host().open_stock({ shop: this.shop, filter: { tab: 'all', search: code, sort: byProduct }, first: ALIKE })
    return first.find((row) => exactly([row], code).kind === 'one')?.product ?? null
  }

  private async check(id: string, ticket: number) {
    const answer = host().check_order({ shop: this.shop, orderId: id })
    await this.feed(await answer.then((check) => ({ type: 'checked' as const, ticket, check }), (thrown) => this.failed(thrown, ticket)))
  }

  private async pack(id: string) {
    const done = host().mark_packed({ shop: this.shop, orderId: id })
    const at = () => new Date(this.clock()).toISOString()
    await this.feed(await done.then(() => ({ type: 'packed' as const, id, at: at() }), (thrown) => this.failed(thrown)))
  }
}
