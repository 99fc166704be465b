/** Every action that can be asked for now. Screens add theirs when they come and take them away when they leave. */
import { reasonAgainst, type Action } from './action'

/** What the palette offers for a typed text: on top when the text can hardly mean anything else, at the end otherwise. */
export type Offer = Action & { place: 'top' | 'end' }
type Offers = (typed: string) => Offer[]

/** How many of the actions that were run last are remembered, until the app ends. */
const REMEMBERED = 30

export class Registry {
  private readonly added = new Set<readonly Action[]>()
  private readonly offers = new Set<Offers>()
  private readonly listeners = new Set<() => void>()
  private used: string[] = []

  /** Adds these; the returned function takes them away again. */
  add(actions: readonly Action[]): () => void {
    return this.hold(this.added, actions)
  }

  /** Adds what a typed text may be offered; the returned function takes it away again. */
  offer(offers: Offers): () => void {
    return this.hold(this.offers, offers)
  }

  private hold<T>(all: Set<T>, one: T): () => void {
    all.add(one)
    this.tell()
    return () => {
      all.delete(one)
      this.tell()
    }
  }

  /** Each action once. Of two with one id the later counts: a screen may come before the one like it has left. */
  all(): Action[] {
    return [...new Map([...this.added].flat().map((action) => [action.id, action])).values()]
  }

  offered(typed: string): Offer[] {
    return [...this.offers].flatMap((offers) => offers(typed))
  }

  /** Does it; tells why not where it is not possible. */
  run(action: Action): string | null {
    const reason = reasonAgainst(action)
    if (reason !== null) return reason
    action.run()
    return null
  }

  /** Remembers that it was chosen from the palette. */
  remember({ id }: Action) {
    this.used = [id, ...this.used.filter((used) => used !== id)].slice(0, REMEMBERED)
  }

  /** The ids of what was chosen lately, the last one first. */
  get recent(): readonly string[] {
    return this.used
  }

  /** Calls back whenever an action came or went; the returned function stops it. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  private tell() {
    for (const listener of this.listeners) listener()
  }
}

export const actions = new Registry()
