/**
 * Steps back that are written piece by piece, while their cells are still being read. What is typed into a cell after
 * the begin of such a step is left alone, so the way back stays the way it was gone; and taking it back ends it.
 */
import { keyOf, type Cell, type Draft, type Entry } from './sheet'

/** What they need of their sheet. */
export type Paper = {
  planned: (entry: Entry) => Cell
  at: (key: string) => Draft | undefined
  put: (cell: Cell) => void
  /** Makes it the latest step back. */
  keep: (step: Cell[]) => void
  /** Takes it back, wherever among the steps it is. */
  drop: (step: Cell[]) => void
  tell: () => void
}

export class OpenStep {
  /** Cells that were taken, and of these the ones that can't be saved as they are. */
  cells = 0
  wrong = 0
  /** Nothing more is written: it has come to its end, was taken back, or is saved. */
  isOver = false
  readonly step: Cell[] = []
  /** Cells that were written by what began later. */
  readonly lost = new Set<string>()
  private told = 0

  constructor(
    private readonly paper: Paper,
    private readonly steps: OpenSteps,
  ) {}

  write(entry: Entry) {
    const key = keyOf(entry.ref)
    if (!this.isOver && !this.lost.has(key)) this.take(this.paper.planned(entry))
  }

  /** Puts a draft that was made elsewhere. False where the cell was written by what began later. */
  adopt(draft: Draft): boolean {
    const key = keyOf(draft.ref)
    if (this.isOver || this.lost.has(key)) return false
    this.take({ key, before: this.paper.at(key), after: draft })
    return true
  }

  private take(cell: Cell) {
    this.cells += 1
    if (cell.after?.problem) this.wrong += 1
    if (cell.before === cell.after) return
    this.step.push(cell)
    if (this.step.length === 1) this.paper.keep(this.step)
    this.steps.pass(cell.key, this)
    this.paper.put(cell)
  }

  /** Shows what is written so far: the first of it at once, and then whenever it has doubled, for what is shown is kept as well. */
  show() {
    if (this.isOver || this.step.length < Math.max(1, 2 * this.told)) return
    this.told = this.step.length
    this.paper.tell()
  }

  end() {
    if (this.isOver) return
    this.steps.close(this.step)
    if (this.step.length > this.told) this.paper.tell()
  }

  /** Leaves everything as it was before it began, but for what was typed since. */
  takeBack() {
    if (this.isOver) return
    this.steps.close(this.step)
    if (!this.step.length) return
    this.paper.drop(this.step)
    this.paper.tell()
  }
}

export class OpenSteps {
  /** In the order of their begin. */
  private steps: OpenStep[] = []

  begin(paper: Paper): OpenStep {
    const step = new OpenStep(paper, this)
    this.steps.push(step)
    return step
  }

  /** Tells the steps that began before this one, or all of them, that the cell is theirs no more. */
  pass(key: string, before?: OpenStep) {
    for (const step of this.steps) {
      if (step === before) return
      step.lost.add(key)
    }
  }

  /** This one is over, or all of them are. */
  close(meant?: Cell[]) {
    for (const step of this.steps) if (!meant || step.step === meant) step.isOver = true
    this.steps = this.steps.filter(({ isOver }) => !isOver)
  }
}
