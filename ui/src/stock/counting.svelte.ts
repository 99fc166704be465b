/**
 * A count over many rows that is followed: told at once where the rows are here, and otherwise once they are read. Data
 * that changes under it is counted again, but the last count stands until then, and none is begun before its time.
 */
import { Again } from '../pace'
import type { Reach } from './reach'

export type Count<Told> = {
  /** The same for as long as the same is counted, whatever the numbers are. */
  of: string
  /** Begins it anew, over the rows as they are now. */
  begin: () => { reach: Reach; told: () => Told }
}

export class Counting<Told> {
  /** Null while it is not known. */
  told = $state.raw<Told | null>(null)
  private meant: Count<Told> | null = null
  private turn = 0
  private readonly running = new Again(() => this.read())

  /** `rested`: when reading holds nothing up that comes before a count. */
  constructor(private readonly rested: () => Promise<void>) {}

  follow(count: Count<Told>) {
    const isOther = count.of !== this.meant?.of
    this.meant = count
    const { reach, told } = count.begin()
    if (reach.begin()) return this.stop(told())
    if (isOther) this.stop(null)
    void this.running.run()
  }

  /** What is under way counts no more. */
  stop(told: Told | null = null) {
    this.turn += 1
    this.told = told
  }

  private async read() {
    const { turn } = this
    await this.rested()
    const { meant } = this
    if (!meant || turn !== this.turn) return
    const { reach, told } = meant.begin()
    try {
      const isOver = reach.begin() || (await reach.finish(() => turn === this.turn))
      if (isOver) this.told = told()
    } catch {
      // The list was replaced by a newer one, over which it is counted again.
    }
  }
}
