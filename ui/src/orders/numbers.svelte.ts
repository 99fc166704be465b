/** The tracking numbers that are typed for one shop's orders: kept over a restart for as long as they are not sent. */
import { app } from '../app.svelte'
import { Kept, placeOf } from '../kept'
import { page } from '../slices'
import { text } from '../text'
import { trackingProblem } from './tracking'

function keptNumber(found: unknown): [id: string, number: string] | null {
  if (!Array.isArray(found) || found.length !== 2) return null
  const [id, number] = found as unknown[]
  return typeof id === 'string' && typeof number === 'string' ? [id, number] : null
}

/** So many at once are known at once, and drawn and kept in turns of their own. */
const MANY = 500

export type TypedNumber = { id: string; number: string }

export class TypedNumbers {
  private readonly typed = new Map<string, string>()
  /** Why a number was not taken; until it is changed. */
  private readonly refusals = new Map<string, string>()
  /** Numbers that Rust has taken: they stay in the field for a second try, but need no keeping. */
  private readonly taken = new Set<string>()
  private readonly kept: Kept<[id: string, number: string]>
  private readonly listeners = new Set<(ids: string[]) => void>()
  /** One sign for all of them: many are typed at once, and few are looked at. */
  private version = $state(0)

  constructor(shop: number) {
    this.kept = new Kept(placeOf('tracking', shop), keptNumber, () => app.warn(text.orders.notKept))
  }

  /** Begins with its shop's name: the numbers that were typed when the app ended are there again. */
  remember(shop: string) {
    for (const [id, number] of this.kept.open(shop)) if (!this.typed.has(id)) this.typed.set(id, number)
    this.version += 1
  }

  /** Numbers that can't be shipped as they stand are not kept: such a text may be anything. */
  private keep() {
    const needsKeeping = (id: string, number: string) => !this.taken.has(id) && number.trim() !== '' && !trackingProblem(number)
    this.kept.keep(() => {
      const rows: [id: string, number: string][] = []
      for (const [id, number] of this.typed) if (needsKeeping(id, number)) rows.push([id, number])
      return rows
    })
  }

  forget() {
    this.typed.clear()
    this.taken.clear()
    this.refusals.clear()
    this.version += 1
    this.keep()
  }

  of(id: string): string {
    void this.version
    return this.typed.get(id) ?? ''
  }

  type(numbers: TypedNumber[]) {
    for (const { id, number } of numbers) {
      this.typed.set(id, number)
      this.taken.delete(id)
      this.refusals.delete(id)
    }
    if (numbers.length > MANY) void this.showAndKeep()
    else {
      this.version += 1
      this.keep()
    }
    const ids = numbers.map(({ id }) => id)
    for (const hear of this.listeners) hear(ids)
  }

  private async showAndKeep() {
    await page.pass()
    this.version += 1
    await page.pass()
    this.keep()
  }

  /** Calls back with the orders whose numbers were typed; the returned function stops it. */
  onTyped(hear: (ids: string[]) => void): () => void {
    this.listeners.add(hear)
    return () => void this.listeners.delete(hear)
  }

  problem(id: string): string | null {
    void this.version
    return this.refusals.get(id) ?? trackingProblem(this.typed.get(id) ?? '')
  }

  /** Says at the field why its number was not taken. */
  refuse(id: string, problem: string) {
    this.refusals.set(id, problem)
    this.version += 1
  }

  /** These are saved and on their way. */
  sent(ids: string[]) {
    for (const id of ids) {
      this.refusals.delete(id)
      this.taken.add(id)
    }
    this.version += 1
    this.keep()
  }

  /** These were taken back in time: typed and not sent, as before. */
  back(ids: string[]) {
    for (const id of ids) this.taken.delete(id)
    this.keep()
  }
}
