/** What a shop’s stock asks for, wherever the person is: how many SKUs are low, and what runs away. */
import { app } from '../app.svelte'
import { host, type Runaway, type StockWatch } from '../host'
import { Again, Gathered } from '../pace'
import { safetyText } from './safetyText'

/** Between two readings while levels pour in, in milliseconds: counting goes over every SKU. */
const WATCH_GAP = 1000

/** By then the first picture is there, and the levels are being read anyhow; in milliseconds. */
const FIRST_PICTURE = 2000

const nameOf = ({ productId, skuId, began }: Runaway) => `${productId} ${skuId} ${began}`

export class Watch {
  private told = $state.raw<StockWatch>({ low: 0, runs: [] })
  /** The runs that are known; null before the first reading, of which none is new. */
  private known: Set<string> | null = null
  private readonly reading = new Again(() => this.read())

  /** `isShown`: whether new runs are seen by a screen that doesn’t say them itself. */
  constructor(
    readonly shop: number,
    private readonly isShown: () => boolean,
  ) {}

  /** Follows the store while the shop is in view. */
  start(): () => void {
    const soon = new Gathered<null>(() => void this.refresh(), WATCH_GAP)
    const stop = app.onTables(['stock', 'outbox', 'shop'], () => soon.add([null]))
    const begin = setTimeout(() => void this.refresh(), FIRST_PICTURE)
    return () => {
      clearTimeout(begin)
      stop()
      soon.stop()
    }
  }

  get low(): number {
    return this.told.low
  }

  /** What runs away and was not seen yet, the newest first. */
  get runs(): Runaway[] {
    return this.told.runs.filter(({ seen }) => !seen)
  }

  refresh(): Promise<void> {
    return this.reading.run()
  }

  /** It is told no more until it is over and begins anew. */
  async see({ productId, skuId }: Runaway) {
    await app.passing(host().see_runaway({ shop: this.shop, productId, skuId }))
    await this.refresh()
  }

  private async read() {
    try {
      this.told = await host().stock_watch({ shop: this.shop })
    } catch {
      // What was known stays; the screen that shows the stock says why it can’t be read.
      return
    }
    const { known } = this
    this.known = new Set(this.told.runs.map(nameOf))
    const [first] = this.runs.filter((run) => known !== null && !known.has(nameOf(run)))
    if (first && this.isShown()) app.announce(safetyText.run.sentence(first))
  }
}
