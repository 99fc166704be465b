/** The past of the active cell as the panel shows it: the list, a piece at a time, and the chart. It follows the cell; what is answered late for another one is not shown. */
import { asAppError, host, type ChartRange, type HistoryOf, type LedgerLine, type LevelChart, type LevelShares } from '../host'

export type Scope = 'level' | 'sku'

const nameOf = ({ productId, skuId, warehouseId }: HistoryOf) => [productId, skuId, warehouseId].join('\u001f')

/** A list that begins with these newest lines. What was told stays as it is, so that only what is above it is new. */
export function grown(known: LedgerLine[], newest: LedgerLine[]): LedgerLine[] | null {
  const meets = newest.findIndex(({ id }) => id === known[0]?.id)
  return meets < 0 ? null : meets ? [...newest.slice(0, meets), ...known] : known
}

type List = { of: string; lines: LedgerLine[]; older: string | null; problem: string | null }

export class Past {
  private of: HistoryOf | null = null
  private list = $state.raw<List | null>(null)
  private drawn = $state.raw<{ of: string; chart: LevelChart } | null>(null)
  private kept = $state.raw<{ of: string; shares: LevelShares | null } | null>(null)
  private name = $state('')
  isReadingOlder = $state(false)

  constructor(private readonly shop: number) {}

  /** Null until it is known. */
  get shown(): List | null {
    return this.list?.of === this.name ? this.list : null
  }

  /** The last one of the same cell, also while another range of it is read. */
  get chart(): LevelChart | null {
    return this.drawn?.of === this.name ? this.drawn.chart : null
  }

  /** Whom the stock is kept for; null where the shop doesn’t tell. */
  get shares(): LevelShares | null {
    return this.kept?.of === this.name ? this.kept.shares : null
  }

  async follow(of: HistoryOf) {
    this.of = of
    this.name = nameOf(of)
    await this.read()
  }

  /** Reads the newest again. */
  async read() {
    await Promise.all([this.readLines(), this.readShares()])
  }

  private async readShares() {
    const { of, name } = this
    if (!of) return
    try {
      const shares = await host().level_shares({ shop: this.shop, of })
      if (name === this.name) this.kept = { of: name, shares }
    } catch {
      // The list is read from the same place and says what is wrong.
    }
  }

  private async readLines() {
    const { of, name } = this
    if (!of) return
    try {
      const { lines, older } = await host().level_history({ shop: this.shop, of, older: null })
      if (name !== this.name) return
      const more = this.shown && !this.shown.problem ? grown(this.shown.lines, lines) : null
      this.list = more && this.shown ? { ...this.shown, lines: more } : { of: name, lines, older, problem: null }
    } catch (thrown) {
      if (name === this.name) this.list = { of: name, lines: [], older: null, problem: asAppError(thrown).message }
    }
  }

  /** Reads the piece behind the last line. */
  async readOlder() {
    const { of, shown } = this
    if (!of || !shown?.older || this.isReadingOlder) return
    this.isReadingOlder = true
    try {
      const { lines, older } = await host().level_history({ shop: this.shop, of, older: shown.older })
      const now = this.shown
      // A list that was made anew meanwhile goes on from its own end.
      if (now?.of === shown.of && now.older === shown.older) this.list = { ...now, lines: [...now.lines, ...lines], older }
    } catch (thrown) {
      const now = this.shown
      if (now?.of === shown.of) this.list = { ...now, problem: asAppError(thrown).message }
    } finally {
      this.isReadingOlder = false
    }
  }

  /** Draws it anew; where it can't be read the last one stays, and the list says why. */
  async draw(range: ChartRange, columns: number) {
    const { of, name } = this
    if (!of) return
    try {
      const chart = await host().level_chart({ shop: this.shop, of, range, columns })
      if (name === this.name) this.drawn = { of: name, chart }
    } catch {
      // The list is read from the same place and says what is wrong.
    }
  }
}
