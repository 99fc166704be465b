/**
 * The order desk of one shop: which list is open, which order is chosen, and what is typed for it.
 * It lives as long as the app, so leaving the screen loses neither the place nor a number.
 */
import { SvelteSet } from 'svelte/reactivity'

import { app } from '../app.svelte'
import { asAppError, host, type AppError, type OrderChoices, type OrderDetail, type OrderFilter, type OrderList, type OrderRow, type SavedView, type ShipmentsSaved } from '../host'
import { WindowedList, type Anchor } from '../list/list.svelte'
import { text } from '../text'
import { chipIds, isList, isOn, isSameButSorting, noChips } from './chips'
import { grace } from './grace.svelte'
import { TypedNumbers } from './numbers.svelte'
import { Query } from './query.svelte'
import { Selection, type Spot } from './selection.svelte'
import type { TableView } from './tableView'
import { emptyTracking, trackingProblem } from './tracking'
import { SavedViews } from './views.svelte'

/** Deadlines pass also while nothing happens in the shop: how often the list is read again for that, in milliseconds. */
const MINUTE = 60_000

/** How far the next order to ship is looked for. */
const LOOKAHEAD = 100

export class Desk extends Query {
  /** What there is to narrow by, once it was read. */
  choices = $state.raw<OrderChoices | null>(null)
  /** The order in the panel, by id: it stays chosen wherever its row goes. */
  chosen = $state<string | null>(null)
  private chosenRow = $state.raw<OrderRow | null>(null)
  private loaded = $state.raw<OrderDetail | null>(null)
  /** Why the chosen order could not be read. */
  detailProblem = $state<string | null>(null)
  /** Orders waiting to be shipped, as the navigation shows it: not narrowed by a search. */
  toShip = $state<number | null>(null)
  /** Orders that need the seller now; from the same answer, and not narrowed either. */
  needsAction = $state<number | null>(null)

  private readonly numbers: TypedNumbers
  private readonly leaving = new SvelteSet<string>()
  private position = 0
  private drawing: Promise<void> = Promise.resolve()
  private table: TableView | null = null

  readonly list = new WindowedList<OrderRow, OrderList>(
    {
      open: () => this.openList(),
      rows: (view, from, count) => host().order_rows({ view, from, count }),
      id: (row) => row.id,
      taken: ({ toShip, needsAction, selection }) => {
        this.toShip = toShip
        this.needsAction = needsAction
        this.selection.told = selection
      },
    },
    () => this.anchor(),
    (rows) => this.shift(rows),
  )

  readonly selection: Selection
  readonly views: SavedViews

  constructor(readonly shop: number) {
    super()
    this.selection = new Selection(shop, this.list)
    this.views = new SavedViews(shop)
    this.numbers = new TypedNumbers(shop)
  }

  /** Follows the store for as long as its shop is in view. */
  start(): () => void {
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
  forget() {
    this.list.close()
    this.pasted = null
    this.choose(null)
    this.loaded = null
    this.toShip = null
    this.needsAction = null
    this.take({ ...this.query, chips: noChips, sort: null, selected: false, search: '' })
    this.choices = null
    this.views.forget()
    this.selection.forget()
    this.numbers.forget()
  }

  attach(table: TableView): () => void {
    this.table = table
    const index = this.index()
    if (index !== null) table.show(index)
    return () => (this.table = null)
  }

  /** Opened once Rust has heard what was selected, so that the list shows it. */
  private async openList(): Promise<OrderList> {
    await this.selection.settled()
    return host().open_orders({ shop: this.shop, filter: this.query })
  }

  /** The rows in sight went down by so many: the chosen one is still among them. */
  private shift(rows: number) {
    this.position = Math.max(0, this.position + rows)
    this.table?.shift(rows)
  }

  private async refresh() {
    await Promise.all([this.list.refresh(), this.readDetail()])
  }

  /** At the very top, with nothing in hand, new orders may come in; otherwise the top row stays. */
  private anchor(): Anchor {
    const index = this.table?.topIndex() ?? 0
    const isHeld = this.chosen !== null || this.selection.told.count > 0 || this.table?.isPointed?.() === true
    if (index === 0 && !isHeld) return { index, id: null }
    return { index, id: this.list.at(index)?.id ?? null }
  }

  // --- what the list shows

  /** Shows another list. Tells why not where a condition is none: the list and its conditions stay then. */
  async filter(to: Partial<OrderFilter>): Promise<AppError | null> {
    const before = this.query
    // Another pile than a view's is a list of its own.
    const leaves = to.tab !== undefined && this.views.chosen !== null
    if (leaves) this.views.leave(before)
    const base = leaves ? { ...before, search: '', chips: noChips, sort: null } : before
    return this.become({ ...base, ...to }, before)
  }

  private async become(query: OrderFilter, before: OrderFilter): Promise<AppError | null> {
    this.take(query)
    this.position = 0
    this.selection.release()
    this.table?.toTop()
    await this.list.open()
    const refused = this.list.failure
    if (refused?.code === 'invalid_input' && this.chips === query.chips) {
      this.take(before)
      this.list.failure = null
      return refused
    }
    // Another list: an order that is not in it would be shipped unseen. Sorted anew it is the same list.
    if (this.index() === null && !isSameButSorting(query, before)) this.choose(null)
    return null
  }

  openView(view: SavedView): Promise<AppError | null> {
    const before = this.query
    this.views.leave(before)
    return this.become({ ...this.views.enter(view), pasted: null, selected: false }, before)
  }

  /** Takes the edit of a view back. */
  async resetView(): Promise<void> {
    const filter = this.views.reset()
    if (filter) await this.become({ ...filter, pasted: null, selected: false }, this.query)
  }

  async readChoices(): Promise<void> {
    this.choices = await host().order_choices({ shop: this.shop })
  }

  /** The words of a saved view's conditions may have to be read first. */
  get lacksNames(): boolean {
    return this.choices === null && chipIds.some((id) => isList(id) && isOn(this.chips, id))
  }

  // --- the chosen order

  /** The row or, where it has arrived, the detail of the chosen order; never of another one. */
  get head(): OrderRow | null {
    return this.detail ?? (this.chosenRow?.id === this.chosen ? this.chosenRow : null)
  }

  get detail(): OrderDetail | null {
    return this.loaded?.id === this.chosen ? this.loaded : null
  }

  choose(row: OrderRow | null, keepsBlock = false) {
    if (!keepsBlock) this.selection.release()
    if (this.chosen === row?.id) return
    this.chosen = row?.id ?? null
    this.chosenRow = row
    this.detailProblem = null
    void this.readDetail()
  }

  private async readDetail() {
    const id = this.chosen
    if (id === null) return
    try {
      const detail = await host().order_detail({ shop: this.shop, orderId: id })
      if (this.chosen !== id) return
      this.loaded = detail
      this.detailProblem = null
    } catch (thrown) {
      if (this.chosen === id) this.detailProblem = asAppError(thrown).message
    }
  }

  /** Where the chosen order is in the list now; null when it is not, or not read. */
  index(): number | null {
    return this.chosen === null ? null : this.list.find(this.position, this.chosen)
  }

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
  async toggle(): Promise<void> {
    const index = this.index()
    if (index !== null) await this.selection.toggle(index)
  }

  /** Selects nothing. A list of the selected ones would be empty, so it is all of them again. */
  async clearSelection(): Promise<void> {
    await this.selection.clear()
    if (this.onlySelected) await this.filter({ selected: false })
  }

  /** Lets the block of selected orders end further down, or further up. */
  extend(by: number): Promise<void> {
    return this.drawTo(() => {
      const { head } = this.selection
      const at = head && (this.list.find(head.position, head.id) ?? head.position)
      return (at ?? this.index() ?? this.position - Math.sign(by)) + by
    })
  }

  extendTo(position: number): Promise<void> {
    return this.drawTo(() => position)
  }

  /** One after the other: with a key held down each step goes on from the one before. */
  private drawTo(where: () => number): Promise<void> {
    this.drawing = this.drawing.then(() => this.draw(where()))
    return this.drawing
  }

  private async draw(position: number): Promise<void> {
    if (!this.list.total) return
    const to = Math.min(Math.max(0, position), this.list.total - 1)
    const from = this.cursor
    await this.list.want(to, to)
    const row = this.list.at(to)
    if (!row) return
    this.position = to
    this.choose(row, true)
    this.table?.show(to)
    await this.selection.extendTo(to, from)
  }

  /** Moves the choice. An order that left the list has left its place to the next one. */
  async step(by: number) {
    // A choice that was scrolled out of sight may have to be read first.
    await this.list.want(this.position, this.position)
    const at = this.index()
    await this.moveTo(at === null ? this.position + Math.min(0, by) : at + by)
  }

  async moveTo(position: number) {
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
    this.numbers.type(id, number)
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
    const next = this.nextToShip(id)
    this.leaving.add(id)
    try {
      const { batch, leavesAt } = await host().ship_order({ shop: this.shop, orderId: id, trackingNumber })
      grace.offer(batch, [id], leavesAt)
    } catch (thrown) {
      this.numbers.refuse(id, asAppError(thrown).message)
      return false
    } finally {
      this.leaving.delete(id)
    }
    this.numbers.sent([id])
    app.announce(text.orders.shipped(id))
    void this.refresh()
    if (this.chosen === id) this.goOn(next)
    return true
  }

  /** Many were saved at once: one batch, with five seconds to take all of it back. */
  shippedMany(orders: string[], { batch, leavesAt }: Pick<ShipmentsSaved, 'batch' | 'leavesAt'>) {
    grace.offer(batch, orders, leavesAt)
    this.numbers.sent(orders)
    void this.refresh()
  }

  /** Shipments were taken back in time: their numbers are typed and not sent, as before. */
  takenBack(orders: string[]) {
    this.numbers.back(orders)
    void this.refresh()
  }

  private goOn(next: OrderRow | null) {
    if (!next) return void this.readDetail()
    this.choose(next)
    const index = this.index()
    if (index === null) return
    this.position = index
    this.table?.show(index)
  }

  /** The next order below that can be shipped; failing that, the first one above. */
  private nextToShip(id: string): OrderRow | null {
    const at = this.list.find(this.position, id) ?? this.position
    const ready = (row: OrderRow | undefined) => row?.look === 'to_ship' && row.id !== id && !this.leaving.has(row.id)
    for (const base of [at + 1, 0]) {
      for (let index = base; index < Math.min(base + LOOKAHEAD, this.list.total); index += 1) {
        const row = this.list.at(index)
        if (row && ready(row)) return row
      }
    }
    return null
  }
}
