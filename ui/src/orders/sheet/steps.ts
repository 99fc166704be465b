/** Undo and redo of what is written into the sheet. A paste is one step, and so is what is typed into one field. No framework. */
export type Change = { id: string; before: string; after: string }
type Step = { changes: Change[]; typed: boolean }

/** More steps than anybody goes back. */
const REMEMBERED = 200

export class Steps {
  private done: Step[] = []
  private undone: Step[] = []

  /** Remembers a step. Typing goes on in the step before where it is in the same field. */
  take(changes: Change[], typed: boolean) {
    this.undone = []
    const last = this.done.at(-1)
    const [change] = changes
    if (typed && change && last?.typed && last.changes[0]?.id === change.id) {
      last.changes = [{ ...change, before: last.changes[0].before }]
    } else this.done = [...this.done.slice(-REMEMBERED + 1), { changes, typed }]
  }

  /** What is typed next is a step of its own. */
  part() {
    const last = this.done.at(-1)
    if (last) last.typed = false
  }

  get canUndo(): boolean {
    return this.done.length > 0
  }

  /** Takes the last step back: what to write; null where there is none. */
  undo(): Change[] | null {
    const step = this.done.pop()
    if (!step) return null
    this.undone.push(step)
    return step.changes.map(({ id, before, after }) => ({ id, before: after, after: before }))
  }

  redo(): Change[] | null {
    const step = this.undone.pop()
    if (!step) return null
    this.done.push({ ...step, typed: false })
    return step.changes
  }
}
