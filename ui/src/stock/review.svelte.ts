/**
 * The review of what is unsaved: a row for each changed cell, what is left out of it, and what becomes of the rest.
 * The rows stay as they were when it was opened, so that nothing moves under somebody's finger.
 */
import { app } from '../app.svelte'
import { Attempt } from '../attempt.svelte'
import { asAppError, host, type Batch, type Keep, type OutboxItem, type ReviewedCell } from '../host'
import { Pages } from '../list/pages'
import { Again } from '../pace'
import { text } from '../text'
import { Cost } from './cost.svelte'
import { isMoved } from './review'
import { reviewText } from './reviewText'
import type { CellRef, Draft } from './sheet'
import type { Shelf } from './shelf.svelte'

/** `key` names it on the screen; `opened` is what was typed when the review was opened. */
export type Row = { readonly key: string; readonly ref: CellRef; readonly opened: Draft }

/** Where a row stands: typed, saved in this review, or neither any more. */
export type Standing = { kind: 'unsaved'; draft: Draft } | { kind: 'saved'; item: OutboxItem | null } | { kind: 'gone' }

export class Review {
  readonly rows: readonly Row[]
  /** The row that keys are about. */
  active = $state(0)
  /** How far the saves of this review are. */
  saves = $state.raw<Batch[]>([])
  problem = $state<string | null>(null)
  readonly retrying = new Attempt()
  readonly cost: Cost
  private out = $state.raw<ReadonlySet<Row>>(new Set())
  private saved = $state.raw<ReadonlySet<Row>>(new Set())
  private batches: string[] = []
  private version = $state(0)
  private pages: Pages<ReviewedCell>
  private sight: [first: number, last: number] = [0, 0]
  private wasWaiting = false
  private readonly reading = new Again(() => this.read())

  constructor(readonly shelf: Shelf) {
    // What asks for a decision comes first.
    const rank = (draft: Draft) => (shelf.cost.moved.has(draft) ? 0 : draft.change ? 2 : 1)
    const drafts = shelf.sheet.all()
    const sorted = drafts.map((draft) => [rank(draft), draft] as const).sort(([one], [other]) => one - other)
    this.rows = sorted.map(([, opened], at) => ({ key: `review-${at}`, ref: opened.ref, opened }))
    this.cost = new Cost(shelf.shop, () => this.chosen, () => shelf.rested())
    this.cost.told = shelf.cost.told
    this.pages = this.fresh()
  }

  /** Follows what becomes of the rows. */
  start(): () => void {
    this.cost.soon()
    const stop = app.onTables(['stock', 'outbox'], () => {
      this.cost.soon()
      void this.refresh()
    })
    return () => {
      this.cost.stop()
      stop()
    }
  }

  // --- what is known of the rows

  private fresh(): Pages<ReviewedCell> {
    const read = async (from: number, count: number) => {
      const cells = this.rows.slice(from, from + count).map(({ ref }) => ref)
      const { cells: known, saved } = await host().review_stock({ shop: this.shelf.shop, cells, batches: this.batches })
      this.hear(saved)
      return known
    }
    const failed = (thrown: unknown) => (this.problem = asAppError(thrown).message)
    return new Pages(read, () => (this.version += 1), failed)
  }

  want(first: number, last: number): Promise<void> | undefined {
    this.sight = [first, last]
    return this.pages.want(first, last)
  }

  /** Reads what is in sight again; the old numbers stay until the new ones are here. */
  private refresh(): Promise<void> {
    return this.reading.run()
  }

  private async read() {
    const pages = this.fresh()
    await pages.want(...this.sight)
    this.pages = pages
    this.version += 1
  }

  private hear(saves: Batch[]) {
    this.saves = saves
    const isWaiting = this.progress.waiting > 0
    if (this.wasWaiting && !isWaiting) app.announce(reviewText.review.progress(this.progress))
    this.wasWaiting = isWaiting
  }

  cell(index: number): ReviewedCell | undefined {
    void this.version
    return this.pages.at(index)
  }

  /** What of the saves of this review has come to where. */
  get progress() {
    const sum = { total: 0, done: 0, waiting: 0, refused: 0, conflict: 0 }
    for (const save of this.saves) {
      // What was decided anew counts where it is now.
      sum.total += save.total - save.dropped
      sum.done += save.done
      sum.waiting += save.waiting
      sum.refused += save.refused
      sum.conflict += save.conflict
    }
    return sum
  }

  get hasSaved(): boolean {
    return this.saved.size > 0
  }

  standing(row: Row, index: number): Standing {
    const draft = this.shelf.draft(row.ref)
    if (draft) return { kind: 'unsaved', draft }
    return this.saved.has(row) ? { kind: 'saved', item: this.cell(index)?.saved ?? null } : { kind: 'gone' }
  }

  /** Whether the change waits for a decision, by what was weighed and by what is seen. */
  isMoved(draft: Draft, index: number): boolean {
    const level = this.cell(index)?.level
    return level ? isMoved(draft, level) : this.shelf.cost.moved.has(draft)
  }

  // --- what is left out

  /** What could be saved now. What may change is read once for all rows: to note each reading takes longer than the rest. */
  private readonly possible = $derived.by(() => {
    const { sheet, cost } = this.shelf
    const { moved } = cost
    void this.shelf.draftsVersion
    return this.rows.flatMap((row) => {
      const draft = sheet.draft(row.ref)
      return draft?.change && !moved.has(draft) ? [{ row, draft }] : []
    })
  })

  private readonly taken = $derived.by(() => {
    const { out } = this
    return this.possible.filter(({ row }) => !out.has(row))
  })

  /** The changes that the next save takes. */
  get chosen(): Draft[] {
    return this.taken.map(({ draft }) => draft)
  }

  get chosenCount(): number {
    return this.taken.length
  }

  isOut = (row: Row) => this.out.has(row)

  /** The change of this row, where it can be saved as it is. */
  savable({ ref }: Row): Draft | null {
    const draft = this.shelf.draft(ref)
    return draft?.change && !this.shelf.cost.moved.has(draft) ? draft : null
  }

  toggle(row: Row) {
    if (!this.savable(row)) return
    const out = new Set(this.out)
    if (!out.delete(row)) out.add(row)
    this.takeOut(out)
  }

  /** Leaves all out, or none where some are out already. */
  toggleAll() {
    this.takeOut(new Set(this.leftOut ? [] : this.possible.map(({ row }) => row)))
  }

  private takeOut(out: ReadonlySet<Row>) {
    this.out = out
    this.cost.soon()
  }

  /** How many of the rows that can be saved are left out. */
  get leftOut(): number {
    return this.possible.length - this.taken.length
  }

  // --- saving and deciding

  async save() {
    const rows = this.taken.map(({ row }) => row)
    const result = await this.shelf.save(this.chosen)
    if (!result) return
    const refused = new Set(result.refused.map(({ index }) => index))
    this.saved = new Set([...this.saved, ...rows.filter((_, at) => !refused.has(at))])
    await this.follow(result.batch)
  }

  /** A batch more that the rows may be in. */
  private async follow(batch: string | null) {
    if (batch !== null) this.batches = [...this.batches, batch]
    await this.refresh()
  }

  /** The rows that wait for a decision before they are saved. */
  get moved(): Draft[] {
    return this.shelf.moved
  }

  /** Decides what has moved, and what of this review has met a conflict. */
  async decide(keep: Keep) {
    const { shop, conflicts } = this.shelf
    this.problem = null
    try {
      const { moved } = this
      const { cells } = await host().review_stock({ shop, cells: moved.map(({ ref }) => ref), batches: [] })
      const drafts = moved.flatMap((draft, at) => {
        const level = cells[at]?.level
        return level && level.level !== null && isMoved(draft, level) ? { draft, now: level.level } : []
      })
      await this.follow(await conflicts.decide(keep, { drafts, ids: await this.conflicts() }))
    } catch (thrown) {
      this.problem = asAppError(thrown).message
    }
  }

  private async conflicts(): Promise<string[]> {
    if (!this.progress.conflict) return []
    const items = await Promise.all(this.batches.map((batch) => host().batch_items({ batch })))
    return items.flat().flatMap(({ id, state }) => (state === 'conflict' ? id : []))
  }

  /** Tries what was refused again, where it may succeed. */
  async retryFailed() {
    await this.retrying.run(async () => {
      let again = 0
      for (const batch of this.batches) again += await host().retry_failed({ batch })
      await this.refresh()
      app.announce(text.saves.retried(again))
    })
  }
}
