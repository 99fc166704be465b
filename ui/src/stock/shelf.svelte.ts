/**
 * The stock screen's memory of one shop: which list is open, which cell is active, and the sheet of
 * unsaved changes. It lives as long as the app, so no edit is lost by looking at the orders.
 */
import { app } from '../app.svelte'
import { asAppError, host, type Batch, type ChartRange, type OpenedStock, type Runaway, type SaveResult, type StockDraft, type StockFilter, type StockFolds, type StockLevel, type StockPlace, type StockRow, type StockSort, type Warehouse } from '../host'
import { WindowedList } from '../list/list.svelte'
import { Gathered, painted } from '../pace'
import { route } from '../route.svelte'
import { breath } from '../slices'
import { text } from '../text'
import { Bulk } from './bulk.svelte'
import { numberIn, refIn, seenIn } from './cells'
import { Conflicts } from './conflicts.svelte'
import type { Counting } from './count/counting.svelte'
import { Cost } from './cost.svelte'
import { Editor } from './editor.svelte'
import { FoldedRows, keepFolds, keptFolds, noFolds } from './folds'
import { Hand } from './hand.svelte'
import { drafted, KeptDrafts } from './keptDrafts'
import type { OpenStep } from './openStep'
import type { Scope } from './past.svelte'
import { RowDrafts, type RowDraft } from './rowDrafts'
import { editOf, Sheet, type CellRef, type Draft, type Entry, type How } from './sheet'
import { byProduct } from './sort'
import { Watch } from './watch.svelte'

export type Position = { row: number; col: number }
export type Range = { top: number; bottom: number; left: number; right: number }

export type TableView = { topIndex: () => number; shift: (rows: number) => void; toTop: () => void }

/** Between two readings of what sells while orders pour in, in milliseconds: days of cover don't move faster. */
const SALES_GAP = 1000

/** Drafts that are taken in at once. */
const AT_ONCE = 2_000

const idOf = (row: StockRow) => `${row.productId}\u001f${row.skuId}`

export class Shelf {
  tab = $state<StockFilter['tab']>('all')
  search = $state('')
  sort = $state.raw<StockSort>(byProduct)
  active = $state<Position>({ row: 0, col: 0 })
  /** The corner opposite to the active cell; the same cell while nothing is selected. */
  anchor = $state<Position>({ row: 0, col: 0 })
  /** Everything is selected that the list holds, also what comes into it. */
  private isAll = $state(false)
  saving = $state(false)
  /** Why saving failed as a whole. Every draft is still there then. */
  problem = $state<string | null>(null)
  /** Saves that are held back by a question. */
  held = $state.raw<Batch[]>([])
  /** Of what the history beside the grid is, and how far back its chart goes. */
  pastOf = $state<Scope>('level')
  pastRange = $state<ChartRange>('month')
  /** Whether the history of the active level is beside the grid. */
  showsHistory = $state(false)
  /** Whether the review of what is unsaved lies over the grid. */
  isReviewing = $state(false)
  /** Whether the safety rules lie over the grid. */
  isSettingRules = $state(false)
  /** The stock count that is in view in the place of the grid. */
  counting = $state.raw<Counting | null>(null)
  private version = $state(0)
  private activeId: string | null = null
  /** The active cell was chosen before its row was here. */
  private isHeldLater = false
  private table: TableView | null = null
  /** Which products are folded, as the person has it; a list that has them so may still be on its way. */
  folds = $state.raw<StockFolds>(noFolds)
  /** Where the active cell is to be once the products are folded otherwise; null while they are as they are shown. */
  private refolding: { active: StockPlace | null } | null = null
  private name: string | null = null

  private readonly kept: KeptDrafts
  private isRemembered = false
  readonly editor = new Editor(this)
  readonly hand = new Hand()
  readonly bulk = new Bulk()
  readonly conflicts = new Conflicts(this)
  readonly cost: Cost
  /** On other screens a banner tells what is new. */
  readonly watch: Watch

  readonly sheet = new Sheet((cells) => {
    this.version += 1
    this.kept.tell(cells.map((ref) => ({ ref, draft: this.sheet.draft(ref) })))
    this.cost.soon()
  })

  private readonly rowDrafts = new RowDrafts(this.sheet)

  readonly list: WindowedList<StockRow, OpenedStock> = new WindowedList<StockRow, OpenedStock>(
    {
      open: (first) => {
        const { tab, search, sort, folds } = this
        return host().open_stock({ shop: this.shop, filter: { tab, search, sort, folds }, follow: this.followed(), first })
      },
      rows: (view, from, count) => host().stock_rows({ view, from, count }),
      id: idOf,
      taken: (list) => this.takeFolds(list),
    },
    (list) => {
      const index = this.table?.topIndex() ?? 0
      if (list && this.refolding) return { index: list.places[0] ?? Math.min(index, Math.max(0, list.total - 1)), id: null }
      const row = this.list.at(index)
      return { index, id: row ? idOf(row) : null }
    },
    (rows) => this.shift(rows),
  )

  constructor(readonly shop: number) {
    this.kept = new KeptDrafts(shop, () => app.warn(text.stock.notKept))
    this.watch = new Watch(shop, () => route.screen === 'stock' || route.screen === 'today')
    this.cost = new Cost(shop, () => this.sheet.ready(), () => this.rested())
  }

  /** Follows the store while the screen is there. */
  start(): () => void {
    // Where the list goes by what lasts, a sale can move its rows.
    const sold = new Gathered<null>(() => void (this.sort.by.kind === 'lasts' ? this.refresh() : this.list.reread()), SALES_GAP)
    const stops = [
      app.onTables(['stock', 'outbox'], () => {
        void this.refresh()
        // What the shop has now may be what a change starts from no more.
        this.cost.soon()
      }),
      app.onTables(['orders'], () => sold.add([null])),
      () => sold.stop(),
      () => this.cost.stop(),
    ]
    this.cost.soon()
    void this.refresh()
    return () => stops.forEach((stop) => stop())
  }

  /**
   * Begins with its shop's name: the edits of it that were not saved when the app ended are there again, a moment
   * behind the first picture. Without them nothing is shown as saved that is not.
   */
  async remember(shop: string) {
    if (this.name === null) this.folds = keptFolds(this.shop, shop)
    else if (this.name !== shop) keepFolds(this.shop, shop, this.folds)
    this.name = shop
    if (this.isRemembered) return
    this.isRemembered = true
    await painted()
    try {
      this.sheet.restore(await this.kept.read(shop))
    } catch (thrown) {
      this.isRemembered = false
      this.problem = asAppError(thrown).message
    }
  }

  /** Forgets a shop that is connected no more: its SKUs, and the unsaved edits of them. */
  forget() {
    this.list.close()
    this.editor.cancel()
    this.kept.end()
    this.sheet.forget()
    this.conflicts.forget()
    this.cost.stop()
    this.problem = null
    this.toStart()
  }

  private toStart() {
    this.active = this.anchor = { row: 0, col: 0 }
    this.isAll = false
    this.isHeldLater = false
    this.activeId = null
    this.refolding = null
  }

  attach(table: TableView): () => void {
    this.table = table
    return () => (this.table = null)
  }

  /** The rows in sight went down by so many, and the chosen cells with them. */
  private shift(rows: number) {
    this.follow(rows)
    this.table?.shift(rows)
  }

  private follow(rows: number) {
    if (!rows) return
    const down = ({ row, col }: Position) => ({ row: clamp(row + rows, this.list.total), col })
    this.active = down(this.active)
    this.anchor = down(this.anchor)
  }

  /** Reads again; the active cell follows its SKU. */
  async refresh() {
    // What is being read over and over is closed: a list stays until what goes over it is done.
    if (this.bulk.isBusy) await this.bulk.settled()
    // A row that was jumped to has come after the jump.
    if (this.isHeldLater) this.hold()
    await this.list.refresh()
    const { row } = this.active
    const now = this.activeId === null ? null : this.list.find(row, this.activeId)
    if (now !== null) this.follow(now - row)
  }

  async filter(to: Partial<StockFilter>) {
    this.tab = to.tab ?? this.tab
    this.search = to.search ?? this.search
    this.sort = to.sort ?? this.sort
    this.toStart()
    this.table?.toTop()
    await this.list.open()
  }

  /** Leads to the row of what runs away. */
  async show({ productId, skuId, sellerSku }: Runaway) {
    await this.filter({ tab: 'all', search: sellerSku || skuId })
    const row = this.list.find(0, `${productId}\u001f${skuId}`)
    if (row !== null) this.moveTo(row, 0)
  }

  // --- folded products

  /** Whether SKUs of a product stand together, so that they can be folded. */
  get isGrouped(): boolean {
    return this.sort.by.kind === 'product' && !this.search.trim()
  }

  readonly foldedRows = $derived(new FoldedRows(this.list.opened?.folded ?? []))

  /**
   * Folds products otherwise. What is in sight stays there, and the active cell follows its SKU into a folded row and
   * out of it, or goes to this one. Resolves when it is shown so.
   */
  async refold(folds: StockFolds, active: StockPlace | null = null) {
    this.folds = folds
    if (this.name !== null) keepFolds(this.shop, this.name, folds)
    // What is being read over and over is closed: a list stays until what goes over it is done.
    if (this.bulk.isBusy) await this.bulk.settled()
    this.refolding = { active: active ?? this.placeAt(this.active.row) }
    await this.list.reopen()
  }

  private placeAt(row: number): StockPlace | null {
    const there = this.list.at(row)
    return there ? { productId: there.productId, skuId: there.skuId } : null
  }

  /** The rows that are to be found again in the next list: the one at the top and the active one. */
  private followed(): StockPlace[] {
    if (!this.refolding) return []
    const nowhere = { productId: '', skuId: '' }
    return [this.placeAt(this.table?.topIndex() ?? 0) ?? nowhere, this.refolding.active ?? nowhere]
  }

  private takeFolds({ places }: OpenedStock) {
    if (!this.refolding || !places.length) return
    this.refolding = null
    const [top = null, active = null] = places
    this.active = this.anchor = { row: clamp(active ?? this.active.row, this.list.total), col: this.active.col }
    this.isAll = false
    this.hand.rest()
    this.hold()
    const before = this.table?.topIndex() ?? 0
    if (top !== null && top !== before) this.table?.shift(top - before)
  }

  /** In what order the list stands: by product where the warehouse is gone by which it was sorted. */
  get order(): StockSort {
    const { by } = this.sort
    const isGone = by.kind === 'level' && !this.warehouses.some(({ id }) => id === by.warehouseId)
    return isGone ? byProduct : this.sort
  }

  get warehouses(): Warehouse[] {
    return this.list.opened?.warehouses ?? []
  }

  // --- cells

  moveTo(row: number, col: number, extend = false) {
    const at = { row: clamp(row, this.list.total), col: clamp(col, this.warehouses.length) }
    this.active = at
    if (!extend) this.anchor = at
    this.isAll = false
    this.hand.rest()
    this.hold()
  }

  /** Selects a range, with its first cell as the active one. */
  select({ top, bottom, left, right }: Range) {
    this.moveTo(top, left)
    this.anchor = { row: bottom, col: right }
  }

  /** Selects all that the list holds; the active cell stays where it is, in sight. */
  selectAll() {
    this.moveTo(this.active.row, this.active.col)
    this.isAll = true
  }

  /** Makes the active cell stick to its SKU from now on, wherever the row goes. */
  hold() {
    const there = this.list.at(this.active.row)
    this.activeId = there ? idOf(there) : null
    this.isHeldLater = !there
  }

  get range(): Range {
    const { active, anchor } = this
    if (this.isAll) return { top: 0, bottom: Math.max(0, this.list.total - 1), left: 0, right: Math.max(0, this.warehouses.length - 1) }
    return {
      top: Math.min(active.row, anchor.row),
      bottom: Math.max(active.row, anchor.row),
      left: Math.min(active.col, anchor.col),
      right: Math.max(active.col, anchor.col),
    }
  }

  level({ row, col }: Position): StockLevel | undefined {
    return this.list.at(row)?.levels[col]
  }

  ref({ row, col }: Position): CellRef | null {
    const sku = this.list.at(row)
    const warehouse = this.warehouses[col]
    return sku && warehouse && !sku.folded ? refIn(sku, warehouse) : null
  }

  draft(ref: CellRef | null): Draft | undefined {
    void this.version
    return ref ? this.sheet.draft(ref) : undefined
  }

  /** The drafts of a row's cells, in the order of the warehouses. */
  draftsIn(row: StockRow): readonly RowDraft[] {
    void this.version
    return this.rowDrafts.of(row, this.warehouses)
  }

  draftAt(position: Position): Draft | undefined {
    return this.draft(this.ref(position))
  }

  /** What the row at a position stands for, where it is a folded product and here. */
  foldedAt({ row }: Position): StockRow['folded'] {
    return this.list.at(row)?.folded ?? null
  }

  /** What stands in the cell as a number: the unsaved change, the one on its way, the level. */
  shown(position: Position): number | null {
    return numberIn(this.level(position), this.draftAt(position))
  }

  entry(position: Position, typed: string, how: How): Entry | null {
    const ref = this.ref(position)
    const level = this.level(position)
    return ref && level ? { ref, typed, seen: seenIn(level, this.warehouses[position.col]), how } : null
  }

  /** Another number after every change to the drafts: what was decided is the last step as long as this stays. */
  get draftsVersion(): number {
    return this.version
  }

  get summary() {
    void this.version
    return this.sheet.summary()
  }

  /** Resolves when no gesture writes drafts and none is on its way to the disk: what is only told can wait for both. */
  async rested(): Promise<void> {
    await this.bulk.settled()
    await this.kept.rested()
  }

  // --- saving

  /** Unsaved changes of which the shop's level has moved: the person decides before they are saved. */
  get moved(): Draft[] {
    return [...this.cost.moved].filter((draft) => this.draft(draft.ref) === draft)
  }

  private get savable(): Draft[] {
    return this.sheet.ready().filter((draft) => !this.cost.moved.has(draft))
  }

  /** Saves these drafts, or all that can be; the others stay. Null where none was saved, and `problem` says why. */
  async save(chosen?: Draft[]): Promise<SaveResult | null> {
    if (this.saving) return null
    if (this.bulk.isBusy) await this.bulk.settled()
    const drafts = chosen ?? this.savable
    if (!drafts.length) return null
    this.saving = true
    this.problem = null
    try {
      // The save takes the drafts away, so they have to be there before it.
      await this.kept.written()
      return await this.send(drafts)
    } catch (thrown) {
      this.problem = asAppError(thrown).message
      return null
    } finally {
      this.saving = false
    }
  }

  /**
   * Takes in drafts that `keep` has written to the disk, as one step back: `keep` tells how many, `read` reads some
   * of them. How many stand in the grid. Throws what either throws; where `keep` did, nothing has changed.
   */
  async takeIn(keep: () => Promise<number>, read: (from: number, count: number) => Promise<StockDraft[]>): Promise<number> {
    if (this.bulk.isBusy) await this.bulk.settled()
    // They take the place of what is typed there, so that has to be there before them.
    await this.kept.written()
    const step = this.sheet.begin()
    try {
      const drafts = await keep()
      const pause = breath()
      for (let from = 0; from < drafts; from += AT_ONCE) {
        for (const one of await read(from, AT_ONCE)) {
          const turn = pause()
          if (turn) await turn
          this.adopt(step, drafted(one))
        }
        step.show()
      }
      return step.cells
    } finally {
      step.end()
    }
  }

  private adopt(step: OpenStep, draft: Draft) {
    this.kept.isThere(draft)
    // What was typed there meanwhile stays, on the disk as well.
    if (!step.adopt(draft)) this.kept.tell([{ ref: draft.ref, draft: this.sheet.draft(draft.ref) }])
  }

  /** Asks for the saves that wait for an answer; without one the last list stays. */
  async readHeld() {
    try {
      const batches = await host().batches({ shop: this.shop })
      this.held = batches.filter((batch) => batch.held !== null)
    } catch (thrown) {
      this.problem = asAppError(thrown).message
    }
  }

  /** The drafts go only once the list shows them as queued: the old level never flashes up. */
  private async send(drafts: Draft[]): Promise<SaveResult> {
    const edits = drafts.flatMap((draft) => editOf(draft) ?? [])
    const saved = await host().save_stock({ shop: this.shop, edits })
    const { queued, refused, held } = saved
    await Promise.all([this.refresh(), held === null ? undefined : this.readHeld()])
    const reasons = new Map(refused.flatMap(({ index, message }) => (drafts[index] ? [[drafts[index], message] as const] : [])))
    this.sheet.settle(drafts, reasons)
    const sentences = [held ?? (queued ? text.stock.saved(queued) : ''), refused.length ? text.stock.refused(refused.length) : '']
    app.announce(sentences.filter(Boolean).join(' '))
    return saved
  }
}

function clamp(value: number, count: number): number {
  return Math.min(Math.max(0, value), Math.max(0, count - 1))
}
