/** What saving changes would cost, and which of them have moved: asked of Rust while the typing rests. */
import { host, type StockCost } from '../host'
import { Again } from '../pace'
import { editOf, type Draft } from './sheet'

/** Milliseconds from a change to the question. The more there is to weigh, the longer. */
const REST = 200
const REST_PER_DRAFT = 0.1

export class Cost {
  /** Null while it is not known, or can't be. */
  told = $state.raw<StockCost | null>(null)
  /** Those that would meet a conflict, as far as was asked. */
  moved = $state.raw<ReadonlySet<Draft>>(new Set())
  private weighed = 0
  private timer: ReturnType<typeof setTimeout> | null = null
  private readonly asking = new Again(() => this.ask())

  /** `drafts` are those that could be saved, and `rested` waits while a gesture writes more of them, or the disk. */
  constructor(
    private readonly shop: number,
    private readonly drafts: () => Draft[],
    private readonly rested: () => Promise<void>,
  ) {}

  /** Something changed: asks soon, once for all that changes until then. */
  soon() {
    this.timer ??= setTimeout(() => {
      this.timer = null
      void this.asking.run()
    }, REST + this.weighed * REST_PER_DRAFT)
  }

  private async ask() {
    await this.rested()
    const drafts = this.drafts()
    this.weighed = drafts.length
    if (!drafts.length) return this.take([], null)
    try {
      this.take(drafts, await host().stock_cost({ shop: this.shop, edits: drafts.flatMap((draft) => editOf(draft) ?? []) }))
    } catch {
      // Saving works without it, and says what fails.
      this.take([], null)
    }
  }

  private take(drafts: Draft[], told: StockCost | null) {
    this.told = told
    this.moved = new Set((told?.moved ?? []).flatMap((at) => drafts[at] ?? []))
  }

  stop() {
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = null
  }
}
