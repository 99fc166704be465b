/**
 * The selected orders of one shop. Rust keeps which they are; here is what a person does with
 * them: an anchor from which a block grows and shrinks, and boxes that are painted at once.
 * Ranges go as positions of the list that is on the screen, never as ids.
 */
import { app } from '../app.svelte'
import { asAppError, host, type AppError, type OrderRow, type OrderSelection } from '../host'
import type { WindowedList } from '../list/list.svelte'
import { SCREEN } from '../list/pages'
import { text } from '../text'
import type { ShownList } from './shownList'

/** A row by its order and where it was last. */
export type Spot = { id: string; position: number }

/** A block up to so many rows is known by its orders, and found again in a newer list. */
const REMEMBERED = 500

type Block = { from: number; to: number; on: boolean; isAll: boolean; ids: string[] | null }

/** What of the block between `start` and `before` no longer belongs to the one between `start` and `end`. */
export function leftOut(start: number, before: number, end: number): [from: number, to: number][] {
  const [low, high] = [Math.min(start, end), Math.max(start, end)]
  const pieces: [number, number][] = [[high + 1, Math.max(start, before)], [Math.min(start, before), low - 1]]
  return pieces.filter(([from, to]) => from <= to)
}

export class Selection {
  /** How many are selected, and how many of them the list shows. */
  told = $state.raw<OrderSelection>({ count: 0, inList: 0 })
  private anchor: Spot | null = null
  private end: Spot | null = null
  private asked = 0
  private asking: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly shop: number,
    private readonly list: WindowedList<OrderRow, ShownList>,
  ) {}

  get state(): 'none' | 'some' | 'all' {
    const { inList } = this.told
    return inList === 0 ? 'none' : inList < this.list.total ? 'some' : 'all'
  }

  /** Where a block ends that is being drawn. */
  get head(): Spot | null {
    return this.end ?? this.anchor
  }

  /** The person went elsewhere: the next block begins there. */
  release() {
    this.anchor = null
    this.end = null
  }

  /** Nothing of a shop that is connected no more. */
  forget() {
    this.release()
    this.told = { count: 0, inList: 0 }
  }

  /** Resolves when Rust has heard everything, so that a list that is opened now knows it. */
  async settled(): Promise<void> {
    await this.asking
  }

  toggle(position: number): Promise<void> {
    const row = this.list.at(position)
    if (!row) return Promise.resolve()
    this.anchor = { id: row.id, position }
    this.end = null
    return this.mark(position, position, !row.selected)
  }

  /** Selects from the anchor to this row, and lets go of what an earlier, longer block held. */
  async extendTo(position: number, cursor: Spot | null): Promise<void> {
    const row = this.list.at(position)
    if (!row) return
    const to = { id: row.id, position }
    const [anchor, before] = [this.anchor ?? cursor ?? to, this.end]
    this.anchor = anchor
    this.end = to
    const start = await this.find(anchor)
    if (start === null) this.anchor = to
    const [old, end] = [before && (await this.find(before)), (await this.find(to)) ?? position]
    const base = start ?? end
    const dropped = start === null || old === null ? [] : leftOut(base, old, end)
    await Promise.all([
      ...dropped.map(([from, last]) => this.mark(from, last, false)),
      this.mark(Math.min(base, end), Math.max(base, end), true),
    ])
  }

  /** All that the list holds; where all of it is selected already, none of it. */
  async all(on = this.state !== 'all'): Promise<void> {
    if (!this.list.total) return
    this.release()
    await this.mark(0, this.list.total - 1, on, true)
    app.announce(on ? text.bulk.allSelected(this.list.total) : text.bulk.count(this.told.count))
  }

  async clear(): Promise<void> {
    this.release()
    this.paint(0, this.list.total - 1, false)
    this.told = { count: 0, inList: 0 }
    const lost = await this.ask(() => host().clear_selection({ shop: this.shop }))
    if (lost) await this.failed(lost)
    else app.announce(text.bulk.cleared)
  }

  /** Where a row is now; null when it is not near where it was. */
  private async find({ id, position }: Spot): Promise<number | null> {
    if (this.list.at(position)?.id === id) return position
    await this.list.want(position - SCREEN, position + SCREEN)
    return this.list.find(position, id)
  }

  private async mark(from: number, to: number, on: boolean, isAll = false): Promise<void> {
    const block = { from, to, on, isAll, ids: this.idsOf(from, to) }
    const lost = await this.send(block)
    if (lost?.code === 'not_found') await this.again(block)
    else if (lost) await this.failed(lost)
  }

  private send({ from, to, on, isAll }: Block): Promise<AppError | null> {
    const view = this.list.opened?.view
    if (view === undefined) return Promise.resolve(null)
    this.paint(from, to, on, isAll)
    return this.ask(() => host().select_orders({ view, from, to, on }))
  }

  /** One after the other, and only the last answer counts: an earlier one would undo what is painted. */
  private ask(work: () => Promise<OrderSelection>): Promise<AppError | null> {
    const turn = ++this.asked
    const asking = this.asking.then(async () => {
      try {
        const told = await work()
        if (turn === this.asked) this.told = told
        return null
      } catch (thrown) {
        return asAppError(thrown)
      }
    })
    this.asking = asking
    return asking
  }

  /** The list was replaced: the same orders are selected in the newer one, or none, and never others. */
  private async again(block: Block): Promise<void> {
    await this.list.refresh()
    const now = this.refound(block)
    const lost = now ? await this.send(now) : null
    if (!now || lost) app.warn(text.bulk.replaced)
    if (lost) await this.list.refresh()
  }

  private refound(block: Block): Block | null {
    if (block.isAll) return this.list.total ? { ...block, from: 0, to: this.list.total - 1 } : null
    const { ids } = block
    const from = ids?.[0] === undefined ? null : this.list.find(block.from, ids[0])
    if (!ids || from === null || !ids.every((id, at) => this.list.at(from + at)?.id === id)) return null
    return { ...block, from, to: from + ids.length - 1 }
  }

  private async failed(error: AppError): Promise<void> {
    app.problem = error
    await this.list.refresh()
  }

  private idsOf(from: number, to: number): string[] | null {
    if (to - from >= REMEMBERED) return null
    const rows = Array.from({ length: to - from + 1 }, (_, at) => this.list.at(from + at))
    return rows.every((row) => row !== undefined) ? rows.map(({ id }) => id) : null
  }

  /** Shows it at once; the answer confirms it. Rows that aren't read yet are counted by the answer. */
  private paint(from: number, to: number, on: boolean, isAll = false) {
    let changed = 0
    this.list.change(from, to, (row) => {
      if (row.selected === on) return row
      changed += on ? 1 : -1
      return { ...row, selected: on }
    })
    const { count, inList } = this.told
    const inAll = on ? this.list.total : 0
    this.told = isAll ? { count: count - inList + inAll, inList: inAll } : { count: count + changed, inList: inList + changed }
  }
}
