/**
 * Which list of orders a desk shows, how the next one comes, and which order is chosen in it.
 * What keys ask for waits until the list is here whose tab is marked, and never acts on another one.
 */
import { host, type AppError, type OrderChoices, type OrderDetail, type OrderFilter, type OrderRow, type SavedView } from '../host'
import { WindowedList, type Anchor } from '../list/list.svelte'
import { chipIds, isList, isOn, isSameButSorting } from './chips'
import { Chosen } from './chosen.svelte'
import { noChips } from './firstQuery'
import { Query } from './query.svelte'
import { Selection } from './selection.svelte'
import { openShown, placeIn, type ShownList } from './shownList'
import type { TableView } from './tableView'
import { SavedViews } from './views.svelte'

export class Browsing extends Query {
  /** What there is to narrow by, once it was read. */
  choices = $state.raw<OrderChoices | null>(null)
  /** Orders waiting to be shipped, as the navigation shows it: not narrowed by a search. */
  toShip = $state<number | null>(null)
  /** Orders that need the seller now; from the same answer, and not narrowed either. */
  needsAction = $state<number | null>(null)

  /** The rows in sight of another list are on their way to the screen: those that nobody sees come behind them. */
  isDrawing = $state(false)

  protected readonly panel: Chosen
  /** Where the chosen order is, or was. */
  protected position = 0
  protected table: TableView | null = null
  /** The list that the table has shown last. */
  private drawn: OrderFilter | null = null
  /** The list that was asked for last; resolves when what belongs to its coming is done. */
  private coming: Promise<unknown> = Promise.resolve()
  private turns: Promise<unknown> = Promise.resolve()

  readonly list = new WindowedList<OrderRow, ShownList>(
    {
      open: (first) => this.openList(first),
      rows: (view, from, count) => host().order_rows({ view, from, count }),
      id: (row) => row.id,
      taken: ({ query, toShip, needsAction, selection, chosen, place }) => {
        if (place !== null && chosen === this.chosen) this.position = place
        this.toShip = toShip
        this.needsAction = needsAction
        this.selection.told = selection
        if (query !== this.drawn) void this.drawInSight(query)
      },
    },
    () => this.anchor(),
    (rows) => this.shift(rows),
  )

  readonly selection: Selection
  readonly views: SavedViews

  constructor(readonly shop: number) {
    super()
    this.panel = new Chosen(shop)
    this.selection = new Selection(shop, this.list)
    this.views = new SavedViews(shop)
  }

  /** Nothing of a shop that is connected no more. */
  forget() {
    this.list.close()
    this.selection.forget()
    this.panel.forget()
    this.toShip = null
    this.needsAction = null
    this.query = { ...this.query, chips: noChips, sort: null, selected: false, search: '', pasted: null }
    this.choices = null
    this.views.forget()
  }

  attach(table: TableView): () => void {
    this.table = table
    const index = this.index()
    if (index !== null) table.show(index)
    return () => (this.table = null)
  }

  private async drawInSight(query: OrderFilter): Promise<void> {
    this.drawn = query
    if (!this.table?.painted) return
    this.isDrawing = true
    await this.table.painted()
    if (this.drawn === query) this.isDrawing = false
  }

  /** Opened once Rust has heard what was selected, so that the list shows it. */
  private async openList(first: number): Promise<ShownList> {
    await this.selection.settled()
    return openShown(this.shop, this.query, this.chosen, first)
  }

  /** Whether the list that is shown is the one whose tab is marked. */
  get isHere(): boolean {
    return this.list.opened?.query === this.query
  }

  /** Does what a key asks for, one after the other, on the list whose tab is marked: where that is on its way, once it is here. */
  whenHere(work: () => unknown): Promise<void> {
    const turn = this.turns.then(async () => {
      if (await this.arrival()) await work()
    })
    this.turns = turn.catch(() => {})
    return turn
  }

  private async arrival(): Promise<boolean> {
    for (let seen: unknown; seen !== this.coming; ) await (seen = this.coming)
    if (!this.isHere) await this.list.settled()
    return this.isHere
  }

  /** The rows in sight went down by so many: the chosen one is still among them. */
  private shift(rows: number) {
    this.position = Math.max(0, this.position + rows)
    this.table?.shift(rows)
  }

  protected async refresh() {
    await Promise.all([this.list.refresh(), this.panel.read()])
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

  private become(query: OrderFilter, before: OrderFilter): Promise<AppError | null> {
    const coming = this.show(query, before)
    this.coming = coming
    return coming
  }

  private async show(query: OrderFilter, before: OrderFilter): Promise<AppError | null> {
    this.query = query
    this.selection.release()
    // Sorted anew it is the same list: what is chosen stays so, and in sight.
    if (this.chosen !== null && isSameButSorting(query, before)) {
      await this.list.open(({ place }) => place ?? 0)
      if (this.isHere) this.table?.show(this.position)
    } else {
      this.table?.toTop()
      await this.list.open()
      if (this.isHere && !(await this.isListed())) this.beginAtTop()
    }
    return this.refusal(query, before)
  }

  /** Where a condition is none, the list stays that was there before. */
  private refusal(query: OrderFilter, before: OrderFilter): AppError | null {
    const refused = this.list.failure
    if (refused?.code !== 'invalid_input' || this.query !== query) return null
    this.query = before
    this.list.failure = null
    if (!this.isHere) void this.become(before, query)
    return refused
  }

  /** An order that is not in the list would be shipped unseen. */
  private beginAtTop() {
    this.choose(null)
    this.position = 0
  }

  /** Whether the chosen order is in the list, wherever that is. */
  private async isListed(): Promise<boolean> {
    const { chosen } = this
    const { opened } = this.list
    if (chosen === null || !opened) return false
    if (this.index() !== null) return true
    const place = opened.chosen === chosen ? opened.place : await placeIn(opened, chosen)
    if (place !== null) this.position = place
    return place !== null || this.chosen !== chosen
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

  get chosen(): string | null {
    return this.panel.id
  }

  get head(): OrderRow | null {
    return this.panel.head
  }

  get detail(): OrderDetail | null {
    return this.panel.detail
  }

  /** Why the chosen order could not be read. */
  get detailProblem(): string | null {
    return this.panel.problem
  }

  choose(row: OrderRow | null, keepsBlock = false) {
    if (!keepsBlock) this.selection.release()
    this.panel.take(row)
  }

  /** Where the chosen order is in the list now; null when it is not, or not read. */
  index(): number | null {
    return this.chosen === null ? null : this.list.find(this.position, this.chosen)
  }
}
