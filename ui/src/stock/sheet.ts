/**
 * The sheet of unsaved stock changes: what was typed into which cell, what it means, and the way
 * back. It knows neither the screen nor the list; a cell is named by its ids, so a draft stays
 * with its SKU wherever the row goes, and what the shop says meanwhile does not touch it.
 */
import type { StockChange, StockEdit } from '../host'
import { beside } from './campaign'
import { Drafts } from './drafts'
import { OpenStep, OpenSteps } from './openStep'
import { readPasted, readTyped, written, type Reading, type Shown } from './parse'

export type CellRef = { productId: string; skuId: string; warehouseId: string }

/** What the person saw in the cell: the shop's level, and the result of an edit on its way. */
export type Seen = { level: number | null; pending: number | null; /** What a campaign holds of it, where the shop says so. */ held?: number | null; /** Why the shop takes no levels there, where it doesn’t. */ closed?: string | null }

export type Draft = {
  readonly ref: CellRef
  /** The text as it stands in the cell, also when it can't be saved. */
  readonly typed: string
  /** The shop's level when this was typed. */
  readonly base: number | null
  /** Null when the text can't be saved; `problem` says why then. */
  readonly change: StockChange | null
  readonly problem: string | null
}

/** `over`: in place of what was typed before. `onto`: on top of it, so +5 twice is +10. */
export type How = 'over' | 'onto' | 'pasted'

export type Entry = { ref: CellRef; typed: string; seen: Seen; how: How }

type Key = string
/** What a step made of a cell. */
export type Cell = { key: Key; before: Draft | undefined; after: Draft | undefined }
type Step = Cell[]

/** How many steps back are kept. */
const HISTORY = 200

export const keyOf = ({ productId, skuId, warehouseId }: CellRef): Key => [productId, skuId, warehouseId].join('\u001f')

/** What a change makes of a level; null when that is not known. */
export function result(change: StockChange, level: Shown): Shown {
  if (change.kind === 'set') return change.level
  return level === null ? null : level + change.amount
}

/** What a person sees in a cell without a draft: the edit on its way wins. */
const shownIn = ({ level, pending }: Seen): Shown => pending ?? level

export class Sheet {
  private drafts = new Drafts()
  private past: Step[] = []
  private future: Step[] = []
  private readonly open = new OpenSteps()
  /** Cells in which something else stands than was told. */
  private readonly touched = new Map<Key, CellRef>()

  /** `changed` is called after every change to the drafts, with the cells in which something else stands now. */
  constructor(private readonly changed: (cells: CellRef[]) => void = () => {}) {}

  draft(ref: CellRef): Draft | undefined {
    return this.drafts.get(keyOf(ref))
  }

  /** What the text would mean in this cell, without writing it. */
  preview({ ref, typed, seen, how }: Entry): Reading {
    const reading = how === 'pasted' ? readPasted(typed, shownIn(seen)) : readTyped(typed, this.ground(ref, seen, how))
    return seen.closed && reading.kind === 'change' ? { kind: 'wrong', problem: seen.closed } : beside(reading, seen.held)
  }

  /** What a relative text counts from. */
  private ground(ref: CellRef, seen: Seen, how: How): Shown {
    const change = how === 'onto' ? this.draft(ref)?.change : null
    return change ? result(change, shownIn(seen)) : shownIn(seen)
  }

  /** Writes texts into cells, as one step back. */
  write(entries: Entry[]) {
    this.apply(entries.map((entry) => this.stepOf(entry)))
  }

  /** Takes the drafts of these cells away, as one step back. */
  revert(refs: CellRef[]) {
    this.apply(refs.map((ref) => ({ key: keyOf(ref), before: this.draft(ref), after: undefined })))
  }

  /** Puts drafts in place of what was typed, as one step back; undefined takes one away. */
  put(drafts: { ref: CellRef; draft: Draft | undefined }[]) {
    this.apply(drafts.map(({ ref, draft }) => ({ key: keyOf(ref), before: this.draft(ref), after: draft })))
  }

  /** Takes every draft away. Undo brings them back. */
  discard() {
    this.revert([...this.drafts.values()].map(({ ref }) => ref))
  }

  /** Begins a step back that is written piece by piece. */
  begin(): OpenStep {
    return this.open.begin({
      planned: (entry) => this.stepOf(entry),
      at: (key) => this.drafts.get(key),
      put: ({ key, after }) => this.place(key, after),
      keep: (step) => this.remember(step),
      drop: (step) => this.drop(step),
      tell: () => this.tell(),
    })
  }

  /** Takes a step back out of order: where a cell is as the step left it. */
  private drop(step: Step) {
    for (const { key, before, after } of step) if (this.drafts.get(key) === after) this.place(key, before)
    this.past = this.past.filter((one) => one !== step)
  }

  private place(key: Key, draft: Draft | undefined) {
    const ref = (draft ?? this.drafts.get(key))?.ref
    if (ref) this.touched.set(key, ref)
    if (draft) this.drafts.set(key, draft)
    else this.drafts.delete(key)
  }

  private tell() {
    const cells = [...this.touched.values()]
    this.touched.clear()
    this.changed(cells)
  }

  private remember(step: Step) {
    this.past.push(step)
    if (this.past.length > HISTORY) this.past.shift()
    this.future = []
  }

  private stepOf(entry: Entry): Cell {
    const before = this.draft(entry.ref)
    return { key: keyOf(entry.ref), before, after: this.draftOf(entry, before) }
  }

  private draftOf(entry: Entry, before: Draft | undefined): Draft | undefined {
    const { ref, typed, seen, how } = entry
    const reading = this.preview(entry)
    const draft = { ref, typed, base: seen.level, change: null, problem: null }
    switch (reading.kind) {
      case 'nothing':
        return undefined
      case 'same':
        return how === 'onto' && before?.change ? this.seenAgain(before, seen) : undefined
      case 'wrong':
        return { ...draft, problem: reading.problem }
      case 'change':
        return this.merged(draft, reading.change, before, entry)
    }
  }

  /** The same number typed once more is meant for what the person sees now. */
  private seenAgain(before: Draft, { level }: Seen): Draft {
    return before.base === level ? before : { ...before, base: level }
  }

  /** A change on top of an unsaved one becomes a single change from the level first seen. */
  private merged(draft: Draft, change: StockChange, before: Draft | undefined, { seen, how }: Entry): Draft | undefined {
    const shown = shownIn(seen)
    const onto = how === 'onto' && change.kind === 'add' ? before : undefined
    if (!onto?.change || change.kind === 'set') return result(change, shown) === shown ? undefined : { ...draft, change }
    const whole = together(onto.change, change.amount)
    if (result(whole, shown) === shown) return undefined
    return { ...draft, change: whole, typed: written(whole), base: onto.base }
  }

  private apply(step: Step) {
    const real = step.filter(({ before, after }) => before !== after)
    if (!real.length) return
    this.remember(real)
    this.go(real, 'after')
  }

  private go(step: Step, to: 'before' | 'after') {
    for (const cell of step) {
      this.open.pass(cell.key)
      this.place(cell.key, cell[to])
    }
    this.tell()
  }

  get canUndo(): boolean {
    return this.past.length > 0
  }

  get canRedo(): boolean {
    return this.future.length > 0
  }

  /** One step back. Tells which cells changed, so that they can be shown; empty at the beginning. */
  undo(): CellRef[] {
    return this.travel(this.past, this.future, 'before')
  }

  /** One step forth again. */
  redo(): CellRef[] {
    return this.travel(this.future, this.past, 'after')
  }

  private travel(from: Step[], to: Step[], side: 'before' | 'after'): CellRef[] {
    const step = from.pop()
    if (!step) return []
    this.open.close(step)
    to.push(step)
    this.go(step, side)
    return step.flatMap(({ before, after }) => (after ?? before)?.ref ?? [])
  }

  /** Every draft, also those that can't be saved as they are. */
  all(): Draft[] {
    return [...this.drafts.values()]
  }

  /** Takes drafts back in that were made before a restart. What was typed since then wins. */
  restore(drafts: Draft[]) {
    if (!drafts.length) return
    for (const draft of drafts) if (!this.draft(draft.ref)) this.drafts.set(keyOf(draft.ref), draft)
    // Where they came from they need not be told.
    this.tell()
  }

  /** The drafts that can be saved, oldest first. */
  ready(): Draft[] {
    return this.all().filter(({ change }) => change !== null)
  }

  /** Drops everything, for good. */
  forget() {
    this.open.close()
    this.all().forEach(({ ref }) => this.place(keyOf(ref), undefined))
    this.past = []
    this.future = []
    this.tell()
  }

  summary(): { changes: number; skus: number; wrong: number } {
    return this.drafts.summary()
  }

  /** How many drafts a product has, also those that can't be saved as they are. */
  draftsOf(productId: string): number {
    return this.drafts.of(productId)
  }

  /** How many drafts there are, also those that can't be saved as they are. */
  get size(): number {
    return this.drafts.size
  }

  /**
   * After saving: the drafts that were taken go, the refused ones stay with their reason, and
   * whatever was typed into a cell meanwhile stays as it is. What is saved can't be undone here.
   */
  settle(saved: Draft[], refused: Map<Draft, string>) {
    for (const draft of saved) {
      const key = keyOf(draft.ref)
      if (this.drafts.get(key) !== draft) continue
      const problem = refused.get(draft)
      this.place(key, problem === undefined ? undefined : { ...draft, change: null, problem })
    }
    this.open.close()
    this.past = []
    this.future = []
    this.tell()
  }
}

function together(first: StockChange, amount: number): StockChange {
  if (first.kind === 'set') return { kind: 'set', level: first.level + amount }
  return { kind: 'add', amount: first.amount + amount }
}

/** A draft as Rust wants it. Only drafts from `ready()` have a change. */
export function editOf(draft: Draft): StockEdit | null {
  return draft.change && { ...draft.ref, change: draft.change, base: draft.base }
}
