/**
 * What the seller types about orders, on its way into the store. A note may hold a buyer's data, so
 * nothing but the store ever keeps it: it goes there as soon as the typing rests, and what the store
 * did not take stays here, for as long as the desk lives, until it does.
 */
import { SvelteMap } from 'svelte/reactivity'

import { app } from '../app.svelte'
import { asAppError, host } from '../host'
import { Again } from '../pace'
import { text } from '../text'
import type { Desk } from './desk.svelte'

/** Longest note, in characters; Rust decides, this is its rule. */
export const LONGEST_NOTE = 4_000
/** How long the typing rests before a note is saved by itself, in milliseconds. */
export const REST = 300

type State = 'typed' | 'saving' | 'saved' | 'failed'
type Draft = { typed: string; state: State; problem: string | null }

export class Notes {
  private readonly drafts = new SvelteMap<string, Draft>()
  private readonly saving = new Map<string, Again>()
  private readonly resting = new Map<string, ReturnType<typeof setTimeout>>()

  private inSight: string | null = null

  constructor(private readonly shop: number) {}

  /** What stands in the field: what is typed, or else what the store told. */
  shown(id: string, stored: string): string {
    return this.drafts.get(id)?.typed ?? stored
  }

  state(id: string): State | null {
    return this.drafts.get(id)?.state ?? null
  }

  problem(id: string): string | null {
    return this.drafts.get(id)?.problem ?? null
  }

  type(id: string, typed: string) {
    const length = [...typed.trim()].length
    const problem = length > LONGEST_NOTE ? text.note.tooLong(length, LONGEST_NOTE) : null
    this.drafts.set(id, { typed, state: 'typed', problem })
    clearTimeout(this.resting.get(id))
    if (!problem) this.resting.set(id, setTimeout(() => void this.save(id), REST))
  }

  /** Saves what is typed for an order, if anything is. Many calls at once end with the last text in the store. */
  save(id: string): Promise<void> {
    clearTimeout(this.resting.get(id))
    const again = this.saving.get(id) ?? new Again(() => this.send(id))
    this.saving.set(id, again)
    return again.run()
  }

  /** An order's note is on the screen from now on. The returned function tells that it no longer is. */
  attend(id: string): () => void {
    this.inSight = id
    return () => {
      if (this.inSight === id) this.inSight = null
      this.leave(id)
    }
  }

  /** What is left goes into the store; what can't as it stands is told, for it is out of sight. */
  private leave(id: string) {
    if (this.isTooLong(this.drafts.get(id)?.typed ?? '')) app.warn(text.note.leftTooLong(id, LONGEST_NOTE))
    void this.save(id)
  }

  /** Everything that is not in the store yet goes there now: the window may be about to close. */
  saveAll() {
    for (const id of this.drafts.keys()) void this.save(id)
  }

  private async send(id: string) {
    const draft = this.drafts.get(id)
    if (!draft || draft.state === 'saved' || this.isTooLong(draft.typed)) return
    this.drafts.set(id, { ...draft, state: 'saving' })
    try {
      await host().set_order_note({ shop: this.shop, orderId: id, note: draft.typed })
      this.end(id, draft.typed, { state: 'saved', problem: null })
    } catch (thrown) {
      this.end(id, draft.typed, { state: 'failed', problem: text.note.failed(asAppError(thrown).message) })
      if (this.inSight !== id) app.warn(text.note.failedElsewhere(id))
    }
  }

  /** How a save went, unless more was typed meanwhile: that is saved in turn. */
  private end(id: string, sent: string, how: Omit<Draft, 'typed'>) {
    const draft = this.drafts.get(id)
    if (draft?.typed === sent) this.drafts.set(id, { typed: sent, ...how })
  }

  private isTooLong = (typed: string) => [...typed.trim()].length > LONGEST_NOTE

  /** The store tells this note, and nobody types in it: where it is what was saved, the store's word is enough. */
  settle(id: string, stored: string) {
    const draft = this.drafts.get(id)
    if (draft?.state === 'saved' && draft.typed.trim() === stored) this.drafts.delete(id)
  }
}

const opened = new WeakMap<Desk, Notes>()

/** The notes of a desk. They live and end with it, so that leaving the screen costs nothing. */
export function notesOf(desk: Desk): Notes {
  const notes = opened.get(desk) ?? new Notes(desk.shop)
  opened.set(desk, notes)
  return notes
}
