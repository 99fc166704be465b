/** The tracking numbers that are typed for one shop's orders: kept over a restart for as long as they are not sent. */
import { SvelteMap } from 'svelte/reactivity'

import { app } from '../app.svelte'
import { Kept, placeOf } from '../kept'
import { text } from '../text'
import { trackingProblem } from './tracking'

function keptNumber(found: unknown): [id: string, number: string] | null {
  if (!Array.isArray(found) || found.length !== 2) return null
  const [id, number] = found as unknown[]
  return typeof id === 'string' && typeof number === 'string' ? [id, number] : null
}

export class TypedNumbers {
  private readonly typed = new SvelteMap<string, string>()
  private readonly problems = new SvelteMap<string, string>()
  /** Numbers that Rust has taken: they stay in the field for a second try, but need no keeping. */
  private readonly taken = new Set<string>()
  private readonly kept: Kept<[id: string, number: string]>

  constructor(shop: number) {
    this.kept = new Kept(placeOf('tracking', shop), keptNumber, () => app.warn(text.orders.notKept))
  }

  /** Begins with its shop's name: the numbers that were typed when the app ended are there again. */
  remember(shop: string) {
    for (const [id, number] of this.kept.open(shop)) if (!this.typed.has(id)) this.typed.set(id, number)
  }

  /** Numbers that can't be shipped as they stand are not kept: such a text may be anything. */
  private keep() {
    this.kept.keep(() => [...this.typed].filter(([id, number]) => number.trim() && !this.taken.has(id) && !trackingProblem(number)))
  }

  forget() {
    this.typed.clear()
    this.taken.clear()
    this.problems.clear()
    this.keep()
  }

  of(id: string): string {
    return this.typed.get(id) ?? ''
  }

  type(id: string, number: string) {
    this.typed.set(id, number)
    this.taken.delete(id)
    this.keep()
    const problem = trackingProblem(number)
    if (problem) this.problems.set(id, problem)
    else this.problems.delete(id)
  }

  problem(id: string): string | null {
    return this.problems.get(id) ?? null
  }

  /** Says at the field why its number was not taken. */
  refuse(id: string, problem: string) {
    this.problems.set(id, problem)
  }

  /** These are saved and on their way. */
  sent(ids: string[]) {
    for (const id of ids) {
      this.problems.delete(id)
      this.taken.add(id)
    }
    this.keep()
  }

  /** These were taken back in time: typed and not sent, as before. */
  back(ids: string[]) {
    for (const id of ids) this.taken.delete(id)
    this.keep()
  }
}
