/**
 * Conflicts decided together: those that a save has met, and unsaved changes whose level has moved in the shop since.
 * One decision is one step, told as such, and can be taken back as long as nothing was typed after it.
 */
import { app } from '../app.svelte'
import { Attempt } from '../attempt.svelte'
import { host, type Keep } from '../host'
import { Sight, type Told } from './cells'
import { leftOut } from './folding'
import { columnsOf } from './ranges'
import { Reach } from './reach'
import { decided, isMoved, type Met } from './review'
import { reviewText } from './reviewText'
import type { CellRef, Draft } from './sheet'
import type { Position, Range, Shelf } from './shelf.svelte'

const text = reviewText.conflicts

/** What there is to decide: unsaved changes, and wishes of the outbox by their ids. */
export type Conflict = { drafts: Met[]; ids: string[] }

/** What was decided last, as it is taken back. `steps`: where the sheet stood behind it. */
type Last = { over: string[]; batch: string | null; drafts: number; steps: number }

const none = (): Conflict => ({ drafts: [], ids: [] })

function add(found: Conflict, level: Told | undefined, draft: Draft | undefined) {
  if (!level) return
  if (draft && level.level !== null && isMoved(draft, level)) found.drafts.push({ draft, now: level.level })
  else if (!draft && level.edit?.state === 'conflict') found.ids.push(level.edit.id)
}

const cellsIn = ({ drafts, ids }: Conflict) => drafts.length + ids.length

export class Conflicts {
  readonly attempt = new Attempt()
  /** Whether its bar lies over the last rows. */
  isShown = $state(false)
  private last = $state.raw<Last | null>(null)
  private said = $state.raw({ sentence: '', steps: 0 })

  constructor(private readonly shelf: Shelf) {}

  /** The conflicts in these cells, as far as their rows are here. */
  among(cells: Position[]): Conflict {
    const found = none()
    for (const at of cells) add(found, this.shelf.level(at), this.shelf.draftAt(at))
    return found
  }

  /** The conflicts in a range, as far as its rows are here. */
  here(range: Range): Conflict {
    const found = none()
    void this.shelf.draftsVersion
    this.over(range, found).begin()
    return found
  }

  private over(range: Range, found: Conflict): Reach {
    const sight = new Sight(this.shelf)
    const columns = columnsOf(range)
    return new Reach(sight.list, range, (row) => columns.forEach((col) => add(found, row.levels[col], sight.draft(row, col))))
  }

  /** As `decide`, over all of a range, also what is not read yet. */
  async decideWithin(keep: Keep, range: Range): Promise<string | null> {
    const found = none()
    const isRead = await this.attempt.run(async () => {
      const reach = this.over(range, found)
      if (!reach.begin()) await reach.finish(() => true)
    })
    return isRead ? this.decide(keep, found, leftOut(this.shelf, range)) : null
  }

  /** The batch of what is sent now, where anything is. Nothing is sent past the planner. */
  async decide(keep: Keep, conflict: Conflict, leftOut = ''): Promise<string | null> {
    if (!cellsIn(conflict)) {
      this.tell(text.none + leftOut)
      return null
    }
    let batch: string | null = null
    await this.attempt.run(async () => {
      const { over, held, left, ...saved } = await this.end(keep, conflict.ids)
      batch = saved.batch
      const changes = conflict.drafts.map((met) => ({ ref: met.draft.ref, becomes: decided(met, keep) }))
      const possible = changes.flatMap(({ ref, becomes }) => (becomes ? [{ ref, draft: becomes.draft }] : []))
      this.shelf.sheet.put(possible)
      this.last = { over, batch, drafts: possible.length, steps: this.shelf.draftsVersion }
      await Promise.all([this.shelf.refresh(), held === null ? undefined : this.shelf.readHeld()])
      this.tell(sentences(keep, over.length, possible, [...left.map(({ message }) => message), ...changes.flatMap(({ becomes }) => (becomes ? [] : text.outOfRange))], held) + leftOut)
    })
    return batch
  }

  private end(keep: Keep, ids: string[]) {
    if (!ids.length) return { batch: null, held: null, over: [], left: [] }
    return host().decide_conflicts({ shop: this.shelf.shop, ids, keep })
  }

  /** Whether the next step back is the last decision. */
  get isLast(): boolean {
    return this.last !== null && this.last.steps === this.shelf.draftsVersion
  }

  async undo() {
    const { last } = this
    if (!last || !this.isLast) return
    await this.attempt.run(async () => {
      const taken = last.over.length ? await host().take_decision_back({ shop: this.shelf.shop, over: last.over, batch: last.batch }) : { reopened: 0, goingBack: 0, leftAlone: 0 }
      if (last.drafts) this.shelf.sheet.undo()
      this.last = null
      await this.shelf.refresh()
      this.tell(text.undone(taken.reopened + last.drafts, taken.goingBack, taken.leftAlone))
    })
  }

  /** What the last decision came to; empty once something else was typed. */
  get told(): string {
    return this.said.steps === this.shelf.draftsVersion ? this.said.sentence : ''
  }

  private tell(sentence: string) {
    this.said = { sentence, steps: this.shelf.draftsVersion }
    app.announce(sentence)
  }

  forget() {
    this.last = null
    this.said = { sentence: '', steps: 0 }
  }
}

type Put = { ref: CellRef; draft: Draft | undefined }

function sentences(keep: Keep, over: number, put: Put[], left: string[], held: string | null): string {
  const unsaved = put.filter(({ draft }) => draft).length
  const cells = over + put.length
  return [
    cells ? text.decided(keep, cells) : '',
    unsaved && cells ? text.unsaved(unsaved) : '',
    left[0] === undefined ? '' : text.left(left.length, left[0]),
    held ?? '',
  ]
    .filter(Boolean)
    .join(' ')
}
