/**
 * Judges the orders of the sheet: those of which something changed, and no others. Few at once, and many in slices,
 * with the page alive in between. An order that is looked at meanwhile is judged on the spot, so none is ever shown
 * as it was; the totals wait for all of them, and nothing leaves before.
 */
import { inSlices, page } from '../../slices'
import { Tally, type Verdict } from './tally'

/** So many are judged within a few milliseconds. */
const AT_ONCE = 500

export class Judging {
  /** Whether there are orders whose change is in no total yet. */
  isUnderWay = $state(false)
  private readonly tally = new Tally()
  totals = $state.raw(this.tally.totals())
  private readonly changed = new Set<string>()
  private running: Promise<void> | null = null
  private version = $state(0)

  /** `judge` tells of an order as it is now; nothing of one that the sheet doesn't have. */
  constructor(
    private readonly judge: (id: string) => Verdict | null,
    private readonly turns = page,
  ) {}

  of(id: string): Verdict | null {
    void this.version
    return this.changed.has(id) ? this.judge(id) : (this.tally.of(id) ?? null)
  }

  /** How many orders would leave with a number. */
  usesOf(number: string): number {
    void this.version
    return this.tally.usesOf(number)
  }

  /**
   * Something changed about these orders. Resolves once they are in the totals. What is seen of many is drawn in a turn
   * of its own: whoever changed them has had the page for long enough.
   */
  async reconsider(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.changed.add(id)
    const areMany = ids.length > AT_ONCE
    if (!areMany) for (const id of ids) this.settle(id)
    if (this.changed.size) this.running ??= this.run()
    else this.totals = this.tally.totals()
    if (areMany) await this.turns.pass()
    this.version += 1
    await this.running
  }

  private async run() {
    this.isUnderWay = true
    while (this.changed.size) await inSlices(this.changed, (id) => this.settle(id), this.turns)
    this.totals = this.tally.totals()
    this.version += 1
    this.isUnderWay = false
    this.running = null
  }

  private settle(id: string) {
    this.changed.delete(id)
    const verdict = this.judge(id)
    if (verdict) this.tally.put(id, verdict)
  }
}
