/** What left from the sheet, with which number, and what was said to it: by Rust at once, by the shop later. No framework. */
import { host, type OrderRow, type OutboxItem, type ShipmentsSaved } from '../../host'
import { outcomeOf, type Outcome } from './standing'

export type Leaving = { id: string; /** As it is sent. */ number: string }

export class Departures {
  private readonly sent = new Map<string, string>()
  private wishes = new Map<string, OutboxItem>()
  /** Why Rust did not take a shipment; until its number is changed. */
  private readonly refusals = new Map<string, string>()
  private batches: string[] = []

  /** Takes what became of one press; the orders that were queued. */
  take(leaving: Leaving[], { batch, refused }: Pick<ShipmentsSaved, 'batch' | 'refused'>): string[] {
    for (const { index, message } of refused) this.refusals.set(leaving[index]?.id ?? '', message)
    const queued = leaving.filter(({ id }) => !this.refusals.has(id))
    for (const { id, number } of queued) {
      this.sent.set(id, number)
      // What became of it before is no news of what becomes of it now.
      this.wishes.delete(id)
    }
    if (batch) this.batches.push(batch)
    return queued.map(({ id }) => id)
  }

  takenBack(ids: string[]) {
    for (const id of ids) this.sent.delete(id)
  }

  retyped(ids: string[]) {
    for (const id of ids) this.refusals.delete(id)
  }

  /** The refused ones come first, so that all of them are known, however many left. */
  async readWishes(): Promise<OutboxItem[]> {
    return (await Promise.all(this.batches.map((batch) => host().batch_items({ batch })))).flat()
  }

  /** Takes what was read of the wishes; the orders of which it says something new. */
  learn(items: OutboxItem[]): string[] {
    const before = this.wishes
    const now = new Map(items.map((item) => [item.target, item]))
    this.wishes = now
    const isNew = (id: string) => before.get(id)?.state !== now.get(id)?.state || before.get(id)?.reason !== now.get(id)?.reason
    return [...new Set([...before.keys(), ...now.keys()])].filter(isNew)
  }

  async retryFailed(): Promise<number> {
    const again = await Promise.all(this.batches.map((batch) => host().retry_failed({ batch })))
    return again.reduce((sum, wishes) => sum + wishes, 0)
  }

  ids(): string[] {
    return [...this.sent.keys()]
  }

  refusal(id: string): string | undefined {
    return this.refusals.get(id)
  }

  /** The number that it left with. */
  number(id: string): string | undefined {
    return this.sent.get(id)
  }

  /** Null where nothing was sent of it from here, or it was taken back. */
  outcome(row: Pick<OrderRow, 'id' | 'look'>): Outcome | null {
    if (!this.sent.has(row.id)) return null
    const outcome = outcomeOf(row, this.wishes.get(row.id))
    return outcome === 'back' ? null : outcome
  }

  /** What the shop said to it. */
  reason(id: string): string | null {
    return this.wishes.get(id)?.reason ?? null
  }
}
