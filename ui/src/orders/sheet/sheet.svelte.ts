/**
 * The sheet on which many orders are shipped: which orders, what is typed for them, what leaves with
 * the next press, and what has become of those that left. The numbers are the desk's: closing the
 * sheet loses none of them.
 */
import { app } from '../../app.svelte'
import { Attempt } from '../../attempt.svelte'
import { asAppError, host, type AppError, type OrderRow } from '../../host'
import { Again } from '../../pace'
import { page } from '../../slices'
import { text } from '../../text'
import type { Desk } from '../desk.svelte'
import { grace } from '../grace.svelte'
import { Departures } from './departures'
import { Judging } from './judging.svelte'
import { Members } from './members.svelte'
import { sortOf } from './orders'
import { fill, type Write } from './paste'
import { failuresOf, standingOf, type Kind, type Outcome, type Progress, type Standing } from './standing'
import { Steps, type Change } from './steps'
import { isReady, type Verdict } from './tally'

/** From here on reading all of them again is work: once a second is enough then. */
const MANY = 1_000

export class ShipSheet {
  /** Why the orders could not be read (again); those that are there stay. */
  failure = $state<AppError | null>(null)
  isRead = $state(false)
  /** What the last paste, file or undo did, in a sentence. */
  told = $state('')
  readonly sending = new Attempt()

  private isBeginning = $state(true)
  private readonly members: Members
  private readonly departures = new Departures()
  private readonly steps = new Steps()
  private readonly judging = new Judging((id) => this.judge(id))
  private readonly reading = new Again(() => this.readAgain())
  private isClosed = false

  constructor(readonly desk: Desk) {
    this.members = new Members(desk.shop, sortOf(desk), (ids) => void this.judging.reconsider(ids))
  }

  /** Takes the selected orders, and follows them for as long as the sheet is open. */
  start(): () => void {
    void this.begin()
    const stops = [
      app.onTables(['orders', 'outbox'], () => void this.reading.run()),
      this.desk.onTyped((ids) => this.retyped(ids)),
    ]
    return () => {
      this.isClosed = true
      for (const stop of stops) stop()
    }
  }

  private async begin() {
    try {
      await this.desk.selection.settled()
      await this.join(await host().selected_orders({ shop: this.desk.shop }))
      await page.pass()
      this.isRead = true
    } catch (thrown) {
      this.failure = asAppError(thrown)
    } finally {
      this.isBeginning = false
    }
  }

  // --- the orders

  get ids(): readonly string[] {
    return this.members.ids
  }

  row(id: string): OrderRow | undefined {
    return this.members.row(id)
  }

  readonly isOrder = (id: string) => this.members.has(id)

  takes(id: string): boolean {
    return this.members.takes(id)
  }

  join(ids: readonly string[]): Promise<void> {
    return this.members.join(ids)
  }

  private async readAgain() {
    if (this.isClosed) return
    try {
      const before = this.progress.waiting
      const [wishes] = await Promise.all([this.departures.readWishes(), this.members.readAgain()])
      if (this.isClosed) return
      // Only once the rows are here: with its row from before, what is called refused would look ready to leave again.
      await this.judging.reconsider(this.departures.learn(wishes))
      this.failure = null
      const { done, total, refused, waiting } = this.progress
      if (before && !waiting && total) this.tell(text.sheet.over(done, total, refused))
    } catch (thrown) {
      const error = asAppError(thrown)
      if (error.code === 'not_found' && !this.isClosed) void this.reading.run()
      else this.failure = error
    }
    if (this.ids.length > MANY) await new Promise((go) => setTimeout(go, 1_000))
  }

  // --- what is typed

  number(id: string): string {
    return this.desk.tracking(id)
  }

  type(id: string, number: string) {
    this.write([{ id, number }], true)
  }

  /** One step, whatever its size. */
  write(writes: Write[], typed = false) {
    const changes = writes.map(({ id, number }) => ({ id, before: this.desk.tracking(id), after: number }))
    this.steps.take(changes, typed)
    // All numbers at once, and only judging them takes its time: what is typed meanwhile is never written over.
    this.desk.typeAll(writes)
    if (typed) this.told = ''
  }

  private retyped(ids: string[]) {
    this.departures.retyped(ids)
    void this.judging.reconsider(ids)
  }

  /** The focus went to another field. */
  part() {
    this.steps.part()
  }

  /** Lays a column beside the orders from one of them on. */
  fillFrom(id: string, numbers: string[]) {
    const { writes, passed, left } = fill(this.ids, this.ids.indexOf(id), numbers, (one) => this.takes(one))
    if (writes.length) this.write(writes)
    this.tell(text.sheet.filled(writes.length, passed.length, left))
  }

  /** Takes the last step back; the order that the person should look at, or null. */
  undo(): string | null {
    return this.again(this.steps.undo(), text.sheet.undone)
  }

  redo(): string | null {
    return this.again(this.steps.redo(), text.sheet.redone)
  }

  private again(changes: Change[] | null, words: (numbers: number) => string): string | null {
    if (!changes) {
      this.tell(text.sheet.noStep)
      return null
    }
    this.desk.typeAll(changes.map(({ id, after }) => ({ id, number: after })))
    this.tell(words(changes.length))
    return changes[0]?.id ?? null
  }

  tell(words: string) {
    this.told = words
    app.announce(words)
  }

  // --- what will happen

  private judge(id: string): Verdict | null {
    const row = this.members.row(id)
    if (!row) return null
    const standing = standingOf(row, this.number(id), this.isOrder, this.departures.number(id))
    const refusal = this.departures.refusal(id)
    return {
      standing: refusal === undefined ? standing : { ...standing, kind: 'bad', words: refusal },
      outcome: this.departures.outcome(row),
    }
  }

  standing(id: string): Standing | undefined {
    return this.judging.of(id)?.standing
  }

  /** Null where nothing was sent of it from here. */
  outcome(id: string): Outcome | null {
    return this.judging.of(id)?.outcome ?? null
  }

  /** While orders are judged these are still those from before, and `whyNot` says so. */
  get counts(): Record<Kind, number> {
    return this.judging.totals.counts
  }

  get progress(): Progress {
    return this.judging.totals.progress
  }

  /** How many orders leave with the next press. */
  get ready(): number {
    return this.judging.isUnderWay ? 0 : this.counts.ready
  }

  /** How many of those leave with TikTok's label. */
  get labels(): number {
    return this.judging.isUnderWay ? 0 : this.judging.totals.labels
  }

  /** How many other orders would leave with this one's number. */
  shared(id: string): number {
    const standing = this.standing(id)
    return standing?.kind === 'ready' && standing.number ? Math.max(1, this.judging.usesOf(standing.number)) - 1 : 0
  }

  /** Why the button does nothing now; null where it ships. */
  readonly whyNot = $derived.by(() => {
    if (this.sending.busy) return text.sheet.not.sending
    if (this.isBeginning) return text.sheet.not.reading
    if (this.judging.isUnderWay) return text.sheet.not.checking
    if (this.ready) return null
    if (!this.ids.length) return text.sheet.not.noOrders
    if (this.progress.total) return text.sheet.not.nothingMore
    if (this.counts.buy === this.ids.length) return text.sheet.not.allToBuy
    return this.counts.bad ? text.sheet.not.allBad : this.counts.empty ? text.sheet.not.noNumber : text.sheet.not.nothing
  })

  /** The next order of a kind behind `id`, round to the beginning; null where there is none. */
  nextOf(kind: Kind, id: string | null): string | null {
    const at = id === null ? -1 : this.ids.indexOf(id)
    for (let step = 1; step <= this.ids.length; step += 1) {
      const one = this.ids[(at + step) % this.ids.length]
      if (one !== undefined && this.standing(one)?.kind === kind) return one
    }
    return null
  }

  // --- sending

  /** Saves what is ready, as one batch. Each order has an outcome of its own. */
  async ship(): Promise<void> {
    if (this.whyNot !== null) return
    const leaving = this.ids.flatMap((id) => {
      const verdict = this.judging.of(id)
      return verdict && isReady(verdict) ? [{ id, number: verdict.standing.number }] : []
    })
    await this.sending.run(async () => {
      const shipments = leaving.map(({ id, number }) => (number ? { orderId: id, trackingNumber: this.number(id) } : { orderId: id, trackingNumber: '', handover: { way: 'usual' as const } }))
      const saved = await host().ship_orders({ shop: this.desk.shop, shipments })
      const queued = this.departures.take(leaving, saved)
      // Nothing leaves meanwhile: it is still being sent.
      await page.pass()
      this.desk.shippedMany(queued, saved)
      await page.pass()
      this.tell(text.sheet.saved(queued.length, saved.refused.length, saved.toBuy))
      await this.judging.reconsider(leaving.map(({ id }) => id))
    })
    void this.reading.run()
  }

  /** What the shop said to it. */
  reason(id: string): string | null {
    // Judged anew whenever something else is said to it.
    void this.judging.of(id)
    return this.departures.reason(id) ?? this.row(id)?.note ?? null
  }

  /** Those that were sent from here and refused. */
  failed(): string[] {
    return this.departures.ids().filter((id) => this.outcome(id) === 'refused')
  }

  readonly failures = $derived.by(() => failuresOf(this.progress.refused ? this.failed().flatMap((id) => this.row(id) ?? []) : []))

  async retryFailed(): Promise<void> {
    await this.sending.run(async () => {
      this.tell(text.sheet.retried(await this.departures.retryFailed()))
    })
    void this.reading.run()
  }

  /** Within the grace: nothing of the last press has left, and it is as if it had not been. */
  async takeBack(): Promise<void> {
    const orders = await grace.takeBack()
    if (!orders.length) return
    this.departures.takenBack(orders)
    this.desk.takenBack(orders)
    this.told = text.grace.takenBack(orders.length)
    await this.judging.reconsider(orders)
    await this.reading.run()
  }
}
