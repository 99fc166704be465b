/** The long gestures of a shelf, one after the other: how far the one under way is, and how it is stopped. */
import { pictured } from '../pace'
import type { Reach } from './reach'

const progressOf = ({ done, rows }: Reach) => ({ done, of: rows })

export class Bulk {
  /** Rows done of the one under way; null while there is none. */
  progress = $state.raw<{ done: number; of: number } | null>(null)
  private last: Promise<unknown> = Promise.resolve()
  private waiting = 0
  private stops = 0

  get isBusy(): boolean {
    return this.waiting > 0
  }

  /** Goes over the rest of a reach, behind what is under way. `goesOn` is asked after each piece. False when it was stopped. */
  finish(reach: Reach, goesOn: () => boolean): Promise<boolean> {
    const { stops } = this
    this.waiting += 1
    // At once, so that what reads the same rows for the status bar waits from the beginning.
    this.progress ??= progressOf(reach)
    const turn = this.last.then(() => stops === this.stops && this.go(reach, () => goesOn() && stops === this.stops))
    const over = turn.finally(() => {
      this.waiting -= 1
      if (!this.waiting) this.progress = null
    })
    this.last = over.catch(() => {})
    return over
  }

  /** Behind the picture of what was done at once: reading would hold it up. */
  private async go(reach: Reach, goesOn: () => boolean): Promise<boolean> {
    const tell = () => (this.progress = progressOf(reach))
    tell()
    await pictured()
    return reach.finish(() => (tell(), goesOn()))
  }

  /** Stops what is under way and what waits behind it. */
  stop() {
    this.stops += 1
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    while (this.waiting) await this.last
  }
}
