/**
 * The sheet on which many orders are shipped: which orders, what is typed for them, what leaves with
 * the next press, and what has become of those that left. The numbers are the desk's: closing the
 * sheet loses none of them.
 */
import { untrack } from 'svelte'

import { app } from '../../app.svelte'
import { Attempt } from '../../attempt.svelte'
import { asAppError, host, type AppError, type OrderRow, type OrderSort, type OutboxItem } from '../../host'
import { Again } from '../../pace'
import { text } from '../../text'
import type { Desk } from '../desk.svelte'
import { grace } from '../grace.svelte'
import { readOrders, sortOf } from './orders'
import { fill, type Write } from './paste'
import { outcomeOf, progressOf, standingOf, takesNumber, type Kind, type Outcome, type Standing } from './standing'
import { Steps, type Change } from './steps'

/** More orders than a day's requests could ship. */
export const MOST_IN_SHEET = 10_000
/** From here on reading all of them again is work: once a second is enough then. */
const MANY = 1_000

type Judged = { row: OrderRow; typed: string; sent: string | undefined; standing: Standing }

export class ShipSheet {
  ids = $state.raw<readonly string[]>([])
  /** Why the orders could not be read (again); those that are there stay. */
  failure = $state<AppError | null>(null)
  isRead = $state(false)
  /** What the last paste, file or undo did, in a sentence. */
  told = $state('')
  readonly sending = new Attempt()

  private rows = $state.raw<ReadonlyMap<string, OrderRow>>(new Map())
  private wishes = $state.raw<ReadonlyMap<string, OutboxItem>>(new Map())
  /** What left from here, with the number that it left with. */
  private sent = $state.raw<ReadonlyMap<string, string>>(new Map())
  /** Why Rust did not take a shipment; until its number is changed. */
  private refusals = $state.raw<ReadonlyMap<string, string>>(new Map())
  private version = $state(0)
  private batches: string[] = []
  private readonly steps = new Steps()
  private readonly sort: OrderSort | null
  private readonly judged = new Map<string, Judged>()
  private readonly reading = new Again(() => this.readAgain())
  private isClosed = false

  constructor(readonly desk: Desk) {
    this.sort = sortOf(desk)
  }

  /** Takes the selected orders, and follows them for as long as the sheet is open. */
  start(): () => void {
    void this.begin()
    const stop = app.onTables(['orders', 'outbox'], () => void this.reading.run())
    return () => {
      this.isClosed = true
      stop()
    }
  }

  private async begin() {
    try {
      await this.desk.selection.settled()
      await this.join(await host().selected_orders({ shop: this.desk.shop }))
      this.isRead = true
    } catch (thrown) {
      this.failure = asAppError(thrown)
    }
  }

  // --- the orders

  row(id: string): OrderRow | undefined {
    return this.rows.get(id)
  }

  readonly isOrder = (id: string) => this.rows.has(id)

  takes(id: string): boolean {
    const row = this.rows.get(id)
    return row !== undefined && takesNumber(row)
  }

  /** Adds orders below those that are there; those that this shop doesn't have are left out. */
  async join(ids: readonly string[]): Promise<void> {
    const fresh = ids.filter((id) => !this.rows.has(id))
    const found = await readOrders(this.desk.shop, fresh, this.sort)
    const added = found.filter(({ id }) => !this.rows.has(id))
    this.rows = new Map([...this.rows, ...added.map((row) => [row.id, row] as const)])
    this.ids = [...this.ids, ...added.map(({ id }) => id)]
  }

  private async readAgain() {
    if (this.isClosed) return
    try {
      const [found, wishes] = await Promise.all([readOrders(this.desk.shop, this.ids, this.sort), this.readWishes()])
      if (this.isClosed) return
      const before = this.progress.waiting
      // What joined meanwhile stays, and so does what is known of an order that has gone.
      this.rows = new Map([...this.rows, ...found.map((row) => [row.id, row] as const)])
      this.wishes = wishes
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

  /** The refused ones come first, so that all of them are known, however many left. */
  private async readWishes(): Promise<Map<string, OutboxItem>> {
    const items = await Promise.all(this.batches.map((batch) => host().batch_items({ batch })))
    return new Map(items.flat().map((item) => [item.target, item]))
  }

  // --- what is typed

  number(id: string): string {
    void this.version
    return untrack(() => this.desk.tracking(id))
  }

  type(id: string, number: string) {
    this.write([{ id, number }], true)
  }

  /** One step, whatever its size. */
  write(writes: Write[], typed = false) {
    const changes = writes.map(({ id, number }) => ({ id, before: this.desk.tracking(id), after: number }))
    this.steps.take(changes, typed)
    this.apply(changes)
    if (typed) this.told = ''
  }

  private apply(changes: Change[]) {
    for (const { id, after } of changes) this.desk.type(id, after)
    const changed = new Set(changes.map(({ id }) => id))
    if ([...this.refusals.keys()].some((id) => changed.has(id))) this.refusals = new Map([...this.refusals].filter(([id]) => !changed.has(id)))
    this.version += 1
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
    this.apply(changes)
    this.tell(words(changes.length))
    return changes[0]?.id ?? null
  }

  tell(words: string) {
    this.told = words
    app.announce(words)
  }

  // --- what will happen

  /** Only what has changed is judged anew: with 5,000 rows a key would wait for the others otherwise. */
  private readonly standings = $derived.by(() => {
    const [rows, sent] = [this.rows, this.sent]
    return new Map(this.ids.flatMap((id) => {
      const row = rows.get(id)
      return row ? [[id, this.judge(row, this.number(id), sent.get(id))] as const] : []
    }))
  })

  private judge(row: OrderRow, typed: string, sent: string | undefined): Standing {
    const before = this.judged.get(row.id)
    if (before?.row === row && before.typed === typed && before.sent === sent) return before.standing
    const standing = standingOf(row, typed, this.isOrder, sent)
    this.judged.set(row.id, { row, typed, sent, standing })
    return standing
  }

  standing(id: string): Standing | undefined {
    const refusal = this.refusals.get(id)
    const found = this.standings.get(id)
    return found && refusal ? { ...found, kind: 'bad', words: refusal } : found
  }

  /** The orders that leave with the next press, in the sheet's order. */
  readonly ready = $derived(this.ids.filter((id) => this.standings.get(id)?.kind === 'ready' && !this.refusals.has(id) && !this.isUnderWay(id)))

  readonly counts = $derived.by(() => {
    const counts: Record<Kind, number> = { ready: this.ready.length, empty: 0, bad: this.refusals.size, closed: 0, gone: 0 }
    for (const [id, { kind }] of this.standings) if (kind !== 'ready' && !this.refusals.has(id)) counts[kind] += 1
    return counts
  })

  /** How many orders of the sheet would leave with each number. */
  private readonly uses = $derived.by(() => {
    const uses = new Map<string, number>()
    for (const id of this.ready) {
      const { number = '' } = this.standings.get(id) ?? {}
      uses.set(number.toUpperCase(), (uses.get(number.toUpperCase()) ?? 0) + 1)
    }
    return uses
  })

  /** How many other orders would leave with this one's number. */
  shared(id: string): number {
    const standing = this.standing(id)
    return standing?.kind === 'ready' ? (this.uses.get(standing.number.toUpperCase()) ?? 1) - 1 : 0
  }

  /** Why the button does nothing now; null where it ships. */
  readonly whyNot = $derived.by(() => {
    if (this.sending.busy) return text.sheet.not.sending
    if (this.ready.length) return null
    if (!this.ids.length) return text.sheet.not.noOrders
    if (this.sent.size) return text.sheet.not.nothingMore
    return this.counts.bad ? text.sheet.not.allBad : this.counts.empty ? text.sheet.not.noNumber : text.sheet.not.nothing
  })

  /** The next order of a kind behind `id`, round to the beginning; null where there is none. */
  nextOf(kind: Kind, id: string | null): string | null {
    const at = id === null ? -1 : this.ids.indexOf(id)
    return [...this.ids.slice(at + 1), ...this.ids.slice(0, at + 1)].find((one) => this.standing(one)?.kind === kind) ?? null
  }

  // --- sending

  /** Saves what is ready, as one batch. Each order has an outcome of its own. */
  async ship(): Promise<void> {
    if (this.whyNot !== null) return
    const orders = [...this.ready]
    const shipments = orders.map((orderId) => ({ orderId, trackingNumber: this.number(orderId) }))
    const numbers = new Map(orders.map((id) => [id, this.standings.get(id)?.number ?? '']))
    await this.sending.run(async () => {
      const saved = await host().ship_orders({ shop: this.desk.shop, shipments })
      const refused = new Map(saved.refused.map(({ index, message }) => [orders[index] ?? '', message]))
      const queued = orders.filter((id) => !refused.has(id))
      this.refusals = new Map([...this.refusals, ...refused])
      this.sent = new Map([...this.sent, ...queued.map((id) => [id, numbers.get(id) ?? ''] as const)])
      this.wishes = new Map([...this.wishes].filter(([id]) => !queued.includes(id)))
      if (saved.batch) this.batches = [...this.batches, saved.batch]
      this.desk.shippedMany(queued, saved)
      this.tell(text.sheet.saved(queued.length, refused.size))
    })
    void this.reading.run()
  }

  private isUnderWay(id: string): boolean {
    const outcome = this.outcome(id)
    return outcome !== null && outcome !== 'refused'
  }

  /** Null where nothing was sent of it from here. */
  outcome(id: string): Outcome | null {
    if (!this.sent.has(id)) return null
    const outcome = outcomeOf(this.rows.get(id), this.wishes.get(id))
    return outcome === 'back' ? null : outcome
  }

  /** What the shop said to it. */
  reason(id: string): string | null {
    return this.wishes.get(id)?.reason ?? this.rows.get(id)?.note ?? null
  }

  readonly progress = $derived(progressOf([...this.sent.keys()].flatMap((id) => this.outcome(id) ?? [])))

  readonly failed = $derived([...this.sent.keys()].filter((id) => this.outcome(id) === 'refused'))

  async retryFailed(): Promise<void> {
    await this.sending.run(async () => {
      const again = await Promise.all(this.batches.map((batch) => host().retry_failed({ batch })))
      this.tell(text.sheet.retried(again.reduce((sum, wishes) => sum + wishes, 0)))
    })
    void this.reading.run()
  }

  /** Within the grace: nothing of the last press has left, and it is as if it had not been. */
  async takeBack(): Promise<void> {
    const orders = await grace.takeBack()
    if (!orders.length) return
    this.sent = new Map([...this.sent].filter(([id]) => !orders.includes(id)))
    this.desk.takenBack(orders)
    this.told = text.grace.takenBack(orders.length)
    await this.reading.run()
  }
}
