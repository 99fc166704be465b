/**
 * A stock count on the screen. What is counted goes to the disk one after the other, in the order of the scans; while a
 * scan waits for a person nothing is counted, and what is scanned then is told, not taken.
 */
import { app } from '../../app.svelte'
import { asAppError, host, type CountFilter, type CountList, type CountRow, type SkuName, type StockCost, type StockCount } from '../../host'
import { WindowedList } from '../../list/list.svelte'
import { plain, CLEAR } from '../../pack/code'
import { sound } from '../../pack/sound.svelte'
import { Again } from '../../pace'
import type { TableView } from '../shelf.svelte'
import { countText } from './countText'

/** What a scan waits for; `ignored` counts the scans that came meanwhile. */
export type Stop = { ignored: number } & (
  | { kind: 'unknown'; code: string }
  | { kind: 'several'; code: string; rows: CountRow[] }
  | { kind: 'number'; code: string; last: CountRow; row: CountRow }
)

export const skuOf = ({ productId, skuId }: SkuName): SkuName => ({ productId, skuId })
export const codeOf = ({ sellerSku, skuId }: Pick<CountRow, 'sellerSku' | 'skuId'>) => sellerSku || skuId

/** Pieces of what was counted that the seller's rule keeps back: no more than are left unsold. */
export const keptBackOf = ({ counted, level }: CountRow) => (counted ? Math.max(0, Math.min(level.keptBack, counted.pieces - counted.sold)) : 0)

const idOf = ({ productId, skuId }: SkuName) => `${productId}\u001f${skuId}`

export class Counting {
  tab = $state<CountFilter['tab']>('counted')
  search = $state('')
  /** What was counted last, until something else is. */
  last = $state.raw<CountRow | null>(null)
  stop = $state.raw<Stop | null>(null)
  problem = $state<string | null>(null)
  /** Whether the differences are looked at before they are applied. */
  isReviewing = $state(false)
  cost = $state.raw<StockCost | null>(null)
  isApplying = $state(false)
  private table: TableView | null = null
  private line: Promise<void> = Promise.resolve()
  private readonly costing = new Again(() => this.readCost())

  readonly list: WindowedList<CountRow, CountList> = new WindowedList<CountRow, CountList>(
    {
      open: () => host().open_count({ id: this.of.id, filter: { tab: this.tab, search: this.search } }),
      rows: (view, from, count) => host().count_rows({ view, from, count }),
      id: idOf,
    },
    () => {
      const index = this.table?.topIndex() ?? 0
      const row = this.list.at(index)
      return { index, id: row ? idOf(row) : null }
    },
    (rows) => this.table?.shift(rows),
  )

  constructor(readonly of: StockCount) {}

  /** Follows levels and orders for as long as the count is on the screen. */
  start(): () => void {
    void this.list.open()
    return app.onTables(['stock', 'outbox', 'orders'], () => void this.changed())
  }

  attach(table: TableView | null) {
    this.table = table
  }

  get sums() {
    return this.list.opened?.sums ?? null
  }

  get count(): StockCount {
    return this.list.opened?.count ?? this.of
  }

  async filter(filter: Partial<CountFilter>) {
    Object.assign(this, filter)
    this.table?.toTop()
    await this.list.open()
  }

  /** What the scanner typed, or a person. */
  scan(code: string): Promise<boolean> {
    return this.then(() => this.take(code))
  }

  private async take(code: string) {
    if (this.stop) return plain(code) === CLEAR ? this.clear() : this.ignore()
    const { last } = this
    const scanned = await host().count_scan({ id: this.of.id, code, last: last && skuOf(last) })
    if (scanned.kind === 'counted') return this.counted(scanned.row)
    sound.play('wrong')
    if (scanned.kind === 'unknown') this.stop = { kind: 'unknown', code, ignored: 0 }
    else if (scanned.kind === 'several') this.stop = { kind: 'several', code, rows: scanned.rows, ignored: 0 }
    else this.stop = { kind: 'number', code, last: scanned.last, row: scanned.row, ignored: 0 }
  }

  private ignore() {
    if (this.stop) this.stop = { ...this.stop, ignored: this.stop.ignored + 1 }
    sound.play('wrong')
  }

  /** A person has seen why nothing was counted. */
  clear() {
    this.stop = null
    this.problem = null
  }

  /** One piece of a SKU that was chosen. */
  one(row: CountRow): Promise<boolean> {
    return this.then(async () => {
      this.stop = null
      this.counted(await host().count_one_more({ id: this.of.id, sku: skuOf(row) }))
    })
  }

  /** So many pieces; null: not counted any more. */
  set(sku: SkuName, pieces: number | null): Promise<boolean> {
    return this.then(async () => {
      this.stop = null
      this.counted(await host().set_counted({ id: this.of.id, sku: skuOf(sku), pieces }))
    })
  }

  private counted(row: CountRow) {
    this.last = row.counted ? row : null
    sound.play('tick')
    app.announce(countText.undone(codeOf(row), row.counted?.pieces ?? null))
    void this.changed()
  }

  undo(): Promise<boolean> {
    return this.then(async () => {
      const { lines, sku, pieces } = await host().undo_counted({ id: this.of.id })
      const name = sku && this.nameOf(sku)
      app.announce(lines === 0 ? countText.nothingToUndo : name ? countText.undone(name, pieces) : countText.undoneMany(lines))
      this.last = null
      await this.changed()
    })
  }

  private nameOf(sku: SkuName): string {
    const at = this.list.find(this.table?.topIndex() ?? 0, idOf(sku))
    const row = at === null ? null : this.list.at(at)
    return row ? codeOf(row) : sku.skuId
  }

  setApart(apart: boolean): Promise<boolean> {
    return this.then(async () => {
      await host().set_sold_apart({ id: this.of.id, apart })
      await this.changed()
    })
  }

  restAsZero(): Promise<boolean> {
    return this.then(async () => {
      app.announce(countText.rest.done(await host().count_rest_as_zero({ id: this.of.id })))
      await this.changed()
    })
  }

  /** Looks at the differences before they are sent. */
  async review() {
    this.isReviewing = true
    void this.costing.run()
    await this.filter({ tab: 'differences', search: '' })
  }

  async goOn() {
    this.isReviewing = false
    await this.filter({ tab: 'counted' })
  }

  /** True when the count is over. */
  async apply(reason: string): Promise<boolean> {
    this.isApplying = true
    const over = await this.then(async () => {
      const { queued } = await host().apply_count({ id: this.of.id, reason })
      app.announce(countText.review.applied(queued))
    })
    this.isApplying = false
    return over
  }

  async giveUp(): Promise<boolean> {
    return this.then(async () => {
      await host().give_up_count({ id: this.of.id })
      app.announce(countText.giveUp.done)
    })
  }

  /** What is counted last stands first: where that is in view, it stays in view. */
  private async changed() {
    if (this.isReviewing) void this.costing.run()
    if (this.tab === 'counted' && !this.table?.topIndex()) await this.list.open()
    else await this.list.refresh()
  }

  private async readCost() {
    this.cost = await host().count_cost({ id: this.of.id }).catch(() => null)
  }

  /** One after the other; true when it worked. */
  private then(work: () => Promise<void> | void): Promise<boolean> {
    const done = this.line.then(async () => {
      try {
        await work()
        this.problem = null
        return true
      } catch (thrown) {
        this.problem = asAppError(thrown).message
        sound.play('wrong')
        return false
      }
    })
    this.line = done.then(() => {})
    return done
  }
}
