/** What the orders of the sheet come to, kept up order by order: for one that changes the others are not counted anew. No framework. */
import type { Kind, Outcome, Progress, Standing } from './standing'

/** What will happen to an order, and what has become of it; without an outcome nothing was sent of it from here. */
export type Verdict = { standing: Standing; outcome: Outcome | null }

export type Totals = { counts: Record<Kind, number>; /** How many of the ready ones leave with TikTok's label. */ labels: number; progress: Progress }

const isUnderWay = ({ outcome }: Verdict) => outcome !== null && outcome !== 'refused'

/** Whether it leaves with the next press. */
export const isReady = (verdict: Verdict) => verdict.standing.kind === 'ready' && !isUnderWay(verdict)

export class Tally {
  private readonly verdicts = new Map<string, Verdict>()
  private readonly counts: Record<Kind, number> = { ready: 0, empty: 0, bad: 0, buy: 0, closed: 0, gone: 0 }
  private readonly progress: Progress = { total: 0, done: 0, refused: 0, waiting: 0 }
  private labels = 0
  /** How many orders would leave with each number. */
  private readonly uses = new Map<string, number>()

  put(id: string, verdict: Verdict) {
    const before = this.verdicts.get(id)
    if (before) this.add(before, -1)
    this.add(verdict, 1)
    this.verdicts.set(id, verdict)
  }

  private add(verdict: Verdict, by: 1 | -1) {
    const { standing, outcome } = verdict
    // What is under way is told by the progress.
    if (standing.kind !== 'ready' || isReady(verdict)) this.counts[standing.kind] += by
    if (isReady(verdict)) {
      if (standing.number) this.use(standing.number, by)
      else this.labels += by
    }
    if (outcome === null) return
    this.progress.total += by
    this.progress[outcome === 'done' || outcome === 'refused' ? outcome : 'waiting'] += by
  }

  private use(number: string, by: 1 | -1) {
    const uses = this.usesOf(number) + by
    if (uses) this.uses.set(number.toUpperCase(), uses)
    else this.uses.delete(number.toUpperCase())
  }

  of(id: string): Verdict | undefined {
    return this.verdicts.get(id)
  }

  usesOf(number: string): number {
    return this.uses.get(number.toUpperCase()) ?? 0
  }

  totals(): Totals {
    return { counts: { ...this.counts }, labels: this.labels, progress: { ...this.progress } }
  }
}
