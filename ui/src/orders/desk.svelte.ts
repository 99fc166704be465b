/**
 * The order desk of one shop: the list that is open, the order that is worked on, and what is typed for it.
 * It lives as long as the app, so leaving the screen loses neither the place nor a number.
 */
import { SvelteSet } from 'svelte/reactivity'

import { app } from '../app.svelte'
import { asAppError, host, type AppError, type Handover, type LabelPurchase, type OrderRow, type Shipment, type ShipmentsSaved } from '../host'
import { Following } from '../pace'
import { text } from '../text'
import { Browsing } from './browsing.svelte'
import { buyText } from './buyText'
import { grace } from './grace.svelte'
import { TypedNumbers, type TypedNumber } from './numbers.svelte'
import type { Spot } from './selection.svelte'
import { emptyTracking, trackingProblem } from './tracking'

/** Deadlines pass also while nothing happens in the shop: how often the list is read again for that, in milliseconds. */
const MINUTE = 60_000

/** How far the next order to ship is looked for. */
const LOOKAHEAD = 100

export class Desk extends Browsing {
  private readonly numbers: TypedNumbers
  private readonly leaving = new SvelteSet<string>()
  private readonly following = new Following(() => this.follow())

  constructor(shop: number) {
    super(shop)
    this.numbers = new TypedNumbers(shop)
  }

  /** Follows the store for as long as its shop is in view. */
  start(): () => void {
    return this.following.start()
  }

  private follow(): () => void {
    const stops = [
      app.onTables(['orders', 'outbox'], () => void this.refresh()),
      app.onTables(['shop'], () => void this.views.refresh()),
    ]
    const clock = setInterval(() => void this.refresh(), MINUTE)
    void this.refresh()
    void this.views.refresh()
    return () => {
      clearInterval(clock)
      for (const stop of stops) stop()
    }
  }

  /** Begins with its shop's name: the numbers that were typed when the app ended are there again. */
  remember(shop: string) {
    this.numbers.remember(shop)
  }

  /** Forgets a shop that is connected no more: its orders, and what was typed for them. */
  override forget() {
    super.forget()
    this.numbers.forget()
  }

  // --- the order that is worked on

  /** Chooses the row at a position, where the person points. */
  pick(position: number) {
    const row = this.list.at(position)
    if (!row) return
    this.position = position
    this.choose(row)
  }

  private get cursor(): Spot | null {
    const index = this.index()
    return index === null || this.chosen === null ? null : { id: this.chosen, position: index }
  }

  /** Selects the chosen order, or takes it out of the selection. */
  toggle(): Promise<void> {
    return this.whenHere(async () => {
      await this.list.want(this.position, this.position)
      const index = this.index()
      if (index !== null) await this.selection.toggle(index)
    })
  }

  /** All that the list holds; where all of it is selected already, none of it unless `on` says so. */
  selectAll(on?: boolean): Promise<void> {
    return this.whenHere(() => this.selection.all(on))
  }

  /** Selects nothing. A list of the selected ones would be empty, so it is all of them again. */
  async clearSelection(): Promise<void> {
    await this.selection.clear()
    if (this.onlySelected) await this.filter({ selected: false })
  }

  /** Lets the block of selected orders end further down, or further up; by Infinity: at the end. */
  extend(by: number): Promise<void> {
    return this.whenHere(() => {
      const { head } = this.selection
      const at = head && (this.list.find(head.position, head.id) ?? head.position)
      return this.draw((at ?? this.index() ?? this.position - Math.sign(by)) + by)
    })
  }

  /** To the row that is pointed at, wherever it goes before its turn comes. */
  extendTo(position: number): Promise<void> {
    const id = this.list.at(position)?.id
    return this.whenHere(() => {
      const now = id === undefined ? null : this.list.find(position, id)
      return now === null ? undefined : this.draw(now)
    })
  }

  private async draw(position: number): Promise<void> {
    if (!this.list.total) return
    const to = Math.min(Math.max(0, position), this.list.total - 1)
    const from = this.cursor
    await this.list.want(to, to)
    const row = this.list.at(to)
    if (!row) return
    const isLong = Math.abs(to - this.position) > 1
    this.position = to
    const extended = this.selection.extendTo(to, from)
    // The order's panel is built behind the picture of the block: both in one frame would hold it up.
    if (isLong) await this.table?.painted?.()
    this.choose(row, true)
    this.table?.show(this.position)
    await extended
  }

  /** Moves the choice; by Infinity: to the end. An order that left the list has left its place to the next one. */
  step(by: number): Promise<void> {
    return this.whenHere(async () => {
      // A choice that was scrolled out of sight may have to be read first.
      await this.list.want(this.position, this.position)
      const at = this.index()
      const gap = this.position + (by > 0 ? by - 1 : by)
      await this.go(at === null ? gap : at + by)
    })
  }

  moveTo(position: number): Promise<void> {
    return this.whenHere(() => this.go(position))
  }

  private async go(position: number): Promise<void> {
    if (!this.list.total) return
    const to = Math.min(Math.max(0, position), this.list.total - 1)
    this.position = to
    await this.list.want(to, to)
    const row = this.list.at(to)
    if (row) this.choose(row)
    this.table?.show(to)
  }

  // --- shipping

  tracking(id: string): string {
    return this.numbers.of(id)
  }

  type(id: string, number: string) {
    this.typeAll([{ id, number }])
  }

  /** Many at once, so that nothing comes in between. */
  typeAll(numbers: TypedNumber[]) {
    this.numbers.type(numbers)
  }

  /** Calls back with the orders whose numbers were typed; the returned function stops it. */
  onTyped(hear: (ids: string[]) => void): () => void {
    return this.numbers.onTyped(hear)
  }

  problem(id: string): string | null {
    return this.numbers.problem(id)
  }

  isLeaving(id: string): boolean {
    return this.leaving.has(id)
  }

  /** Queues the order and goes on to the next one. True when it is queued. */
  async ship(id: string): Promise<boolean> {
    if (this.leaving.has(id)) return false
    const trackingNumber = this.tracking(id)
    const problem = trackingNumber.trim() ? trackingProblem(trackingNumber) : emptyTracking
    if (problem) {
      this.numbers.refuse(id, problem)
      return false
    }
    const isQueued = await this.leave(id, () => host().ship_order({ shop: this.shop, orderId: id, trackingNumber }))
    if (isQueued) app.announce(text.orders.shipped(id))
    return isQueued
  }

  /** The same of an order that leaves with TikTok's label. */
  async arrange(id: string, handover: Handover): Promise<boolean> {
    return this.leaveWithLabel({ orderId: id, trackingNumber: '', handover }, text.arrange.arranged(id))
  }

  /** The same of an order whose label is paid for. */
  async buy(id: string, purchase: LabelPurchase): Promise<boolean> {
    return this.leaveWithLabel({ orderId: id, trackingNumber: '', purchase }, buyText.bought(id))
  }

  private async leaveWithLabel(shipment: Shipment, queued: string): Promise<boolean> {
    const id = shipment.orderId
    if (this.leaving.has(id)) return false
    const isQueued = await this.leave(id, async () => {
      const saved = await host().ship_orders({ shop: this.shop, shipments: [shipment] })
      const [refused] = saved.refused
      if (refused) throw { code: 'invalid_input', message: refused.message, field: null } satisfies AppError
      return saved
    })
    if (isQueued) app.announce(queued)
    return isQueued
  }

  private async leave(id: string, save: () => Promise<Pick<ShipmentsSaved, 'batch' | 'leavesAt'>>): Promise<boolean> {
    const { query } = this
    const next = this.isHere ? this.nextToShip(id) : null
    this.leaving.add(id)
    try {
      const { batch, leavesAt } = await save()
      grace.offer(batch, [id], leavesAt)
    } catch (thrown) {
      this.numbers.refuse(id, asAppError(thrown).message)
      return false
    } finally {
      this.leaving.delete(id)
    }
    this.numbers.sent([id])
    void this.refresh()
    // The next one is of the list that was shown, and of no other.
    if (this.chosen === id) this.goOn(this.query === query ? next : null)
    return true
  }

  /**
   * Many were saved at once: one batch, with five seconds to take all of it back. The list behind the sheet is read
   * again when Rust tells of it, as the sheet is: twice within a blink would hold up what is looked at.
   */
  shippedMany(orders: string[], { batch, leavesAt }: Pick<ShipmentsSaved, 'batch' | 'leavesAt'>) {
    grace.offer(batch, orders, leavesAt)
    this.numbers.sent(orders)
  }

  /** Shipments were taken back in time: their numbers are typed and not sent, as before. */
  takenBack(orders: string[]) {
    this.numbers.back(orders)
    void this.refresh()
  }

  private goOn(next: OrderRow | null) {
    if (!next) return void this.panel.read()
    this.choose(next)
    const index = this.index()
    if (index === null) return
    this.position = index
    this.table?.show(index)
  }

  /** The next order below that can be shipped; failing that, the first one above. */
  private nextToShip(id: string): OrderRow | null {
    const at = this.list.find(this.position, id) ?? this.position
    const ready = (row: OrderRow | undefined) => row?.look === 'to_ship' && row.shipper !== 'warehouse' && row.id !== id && !this.leaving.has(row.id)
    for (const base of [at + 1, 0]) {
      for (let index = base; index < Math.min(base + LOOKAHEAD, this.list.total); index += 1) {
        const row = this.list.at(index)
        if (row && ready(row)) return row
      }
    }
    return null
  }
}
