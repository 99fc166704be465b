/**
 * The stock screen's memory of one shop: which list is open, which cell is active, and the sheet of
 * unsaved changes. It lives as long as the app, so no edit is lost by looking at the orders.
 */
import { app } from '../app.svelte'
import { asAppError, host, type Batch, type SaveResult, type StockFilter, type StockLevel, type StockList, type StockRow, type Warehouse } from '../host'
import { Kept, placeOf } from '../kept'
import { WindowedList } from '../list/list.svelte'
import { text } from '../text'
import { Conflicts } from './conflicts.svelte'
import { Cost } from './cost.svelte'
import { Editor } from './editor.svelte'
import { keptDraft } from './keptDraft'
import { editOf, Sheet, type CellRef, type Draft, type Entry, type How, type Seen } from './sheet'

export type Position = { row: number; col: number }
export type Range = { top: number; bottom: number; left: number; right: number }

export type TableView = { topIndex: () => number; shift: (rows: number) => void; toTop: () => void }

const idOf = (row: StockRow) => `${row.productId}\u001f${row.skuId}`

/** What the seller sees in a cell: the shop's level, and where it goes if an edit is under way. */
export function seenIn({ level, edit }: StockLevel): Seen {
  const isUnderWay = edit && edit.state !== 'refused' && edit.state !== 'conflict'
  return { level, pending: isUnderWay ? edit.wanted : null }
}

export class Shelf {
  tab = $state<StockFilter['tab']>('all')
  search = $state('')
  active = $state<Position>({ row: 0, col: 0 })
  /** The corner opposite to the active cell; the same cell while nothing is selected. */
  anchor = $state<Position>({ row: 0, col: 0 })
  saving = $state(false)
  /** Why saving failed as a whole. Every draft is still there then. */
  problem = $state<string | null>(null)
  /** Saves that are held back by a question. */
  held = $state.raw<Batch[]>([])
  /** Whether the history of the active level is beside the grid. */
  showsHistory = $state(false)
  /** Whether the review of what is unsaved lies over the grid. */
  isReviewing = $state(false)
  private version = $state(0)
  private activeId: string | null = null
  private table: TableView | null = null

  private readonly kept: Kept<Draft>
  readonly editor = new Editor(this)
  readonly conflicts = new Conflicts(this)
  readonly cost: Cost

  readonly sheet = new Sheet(() => {
    this.version += 1
    this.kept.keep(() => this.sheet.all())
    this.cost.soon()
  })

  readonly list: WindowedList<StockRow, StockList> = new WindowedList<StockRow, StockList>(
    {
      open: () => host().open_stock({ shop: this.shop, filter: { tab: this.tab, search: this.search } }),
      rows: (view, from, count) => host().stock_rows({ view, from, count }),
      id: idOf,
    },
    () => {
      const index = this.table?.topIndex() ?? 0
      const row = this.list.at(index)
      return { index, id: row ? idOf(row) : null }
    },
    (rows) => this.shift(rows),
  )

  constructor(readonly shop: number) {
    this.kept = new Kept(placeOf('stock', shop), keptDraft, () => app.warn(text.stock.notKept))
    this.cost = new Cost(shop, () => this.sheet.ready())
  }

  /** Follows the store while the screen is there. */
  start(): () => void {
    const stop = app.onTables(['stock', 'outbox'], () => {
      void this.refresh()
      // What the shop has now may be what a change starts from no more.
      this.cost.soon()
    })
    this.cost.soon()
    void this.refresh()
    return () => {
      this.cost.stop()
      stop()
    }
  }

  /** Begins with its shop's name: the edits of it that were not saved when the app ended are there again. */
  remember(shop: string) {
    this.sheet.restore(this.kept.open(shop))
  }

  /** Forgets a shop that is connected no more: its SKUs, and the unsaved edits of them. */
  forget() {
    this.list.close()
    this.editor.cancel()
    this.sheet.forget()
    this.conflicts.forget()
    this.cost.stop()
    this.problem = null
    this.active = this.anchor = { row: 0, col: 0 }
    this.activeId = null
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
    await this.list.refresh()
    const { row } = this.active
    const now = this.activeId === null ? null : this.list.find(row, this.activeId)
    if (now !== null) this.follow(now - row)
  }

  async filter(to: Partial<StockFilter>) {
    this.tab = to.tab ?? this.tab
    this.search = to.search ?? this.search
    this.activeId = null
    this.active = this.anchor = { row: 0, col: 0 }
    this.table?.toTop()
    await this.list.open()
  }

  get warehouses(): Warehouse[] {
    return this.list.opened?.warehouses ?? []
  }

  // --- cells

  moveTo(row: number, col: number, extend = false) {
    const at = { row: clamp(row, this.list.total), col: clamp(col, this.warehouses.length) }
    this.active = at
    if (!extend) this.anchor = at
    this.hold()
  }

  /** Makes the active cell stick to its SKU from now on, wherever the row goes. */
  hold() {
    const there = this.list.at(this.active.row)
    this.activeId = there ? idOf(there) : null
  }

  get range(): Range {
    const { active, anchor } = this
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
    return sku && warehouse ? { productId: sku.productId, skuId: sku.skuId, warehouseId: warehouse.id } : null
  }

  draft(ref: CellRef | null): Draft | undefined {
    void this.version
    return ref ? this.sheet.draft(ref) : undefined
  }

  draftAt(position: Position): Draft | undefined {
    return this.draft(this.ref(position))
  }

  /** What stands in the cell as a number: the unsaved change, the one on its way, the level. */
  shown(position: Position): number | null {
    const level = this.level(position)
    if (!level) return null
    const { level: told, pending } = seenIn(level)
    const shown = pending ?? told
    const change = this.draftAt(position)?.change
    if (!change) return shown
    return change.kind === 'set' ? change.level : shown === null ? null : shown + change.amount
  }

  entry(position: Position, typed: string, how: How): Entry | null {
    const ref = this.ref(position)
    const level = this.level(position)
    return ref && level ? { ref, typed, seen: seenIn(level), how } : null
  }

  get summary() {
    void this.version
    return this.sheet.summary()
  }

  // --- saving

  /** How often the unsaved changes have changed: what was decided is the last step as long as this stays. */
  get steps(): number {
    return this.version
  }

  /** Unsaved changes of which the shop's level has moved: the person decides before they are saved. */
  get moved(): Draft[] {
    return [...this.cost.moved].filter((draft) => this.draft(draft.ref) === draft)
  }

  private get savable(): Draft[] {
    return this.sheet.ready().filter((draft) => !this.cost.moved.has(draft))
  }

  /** Saves these drafts, or all that can be; the others stay. Null where none was saved, and `problem` says why. */
  async save(drafts = this.savable): Promise<SaveResult | null> {
    if (this.saving || !drafts.length) return null
    this.saving = true
    this.problem = null
    try {
      return await this.send(drafts)
    } catch (thrown) {
      this.problem = asAppError(thrown).message
      return null
    } finally {
      this.saving = false
    }
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
