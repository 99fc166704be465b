/**
 * Going over the SKUs' rows of the list, however many: at once over those that are here, and over the rest as they are
 * read. Rows of folded products are stepped over.
 */
import { host, LARGEST_WINDOW, type AppError, type StockRow } from '../host'
import type { Still } from '../list/list.svelte'
import { breath } from '../slices'
import { levelRows, type LevelRow } from './cells'
import { gestureText } from './gestureText'

/** Pieces that are on their way at a time: while one is gone over, the host reads the next. */
const AHEAD = 3

export type Rows = { top: number; bottom: number }

export class Reach {
  readonly rows: number
  private next: number
  private readonly bottom: number

  private visited = 0

  /** `visit` has the rows in their order, where they stand in the list, and how many it had before. */
  constructor(
    private readonly list: Still<StockRow>,
    private readonly within: Rows,
    private readonly visit: (row: LevelRow, index: number, before: number) => void,
  ) {
    this.next = within.top
    this.bottom = Math.min(within.bottom, list.total - 1)
    this.rows = this.bottom - within.top + 1
  }

  get done(): number {
    return this.next - this.within.top
  }

  /** Goes over what is here, up to the first row that isn't. True when nothing is left. */
  begin(): boolean {
    for (let row = this.here(); row; row = this.here()) this.take(row)
    return this.next > this.bottom
  }

  /** Goes over the rest. `goesOn` is asked after each piece; false when it said no. Throws what the host says. */
  async finish(goesOn: () => boolean): Promise<boolean> {
    const pause = breath()
    const coming: Promise<LevelRow[]>[] = []
    let asked = this.next
    while (this.next <= this.bottom) {
      for (; coming.length < AHEAD && asked <= this.bottom; asked += LARGEST_WINDOW) coming.push(this.read(asked))
      const piece = await coming.shift()
      for (const row of piece ?? []) {
        const turn = pause()
        if (turn) await turn
        // What is shown is what the person has seen: it counts, also where the host knows something newer.
        this.take(this.here() ?? row)
      }
      if (!goesOn()) return false
    }
    return true
  }

  private here(): StockRow | undefined {
    return this.next > this.bottom ? undefined : this.list.at(this.next)
  }

  private take(row: LevelRow) {
    if (row.skuId !== '') this.visit(row, this.next, this.visited++)
    this.next += 1
  }

  private read(from: number): Promise<LevelRow[]> {
    const count = Math.min(LARGEST_WINDOW, this.bottom - from + 1)
    const reading = this.ask(from, count)
    // One that fails is heard of when it is its turn, if that ever comes.
    reading.catch(() => {})
    return reading
  }

  private async ask(from: number, count: number): Promise<LevelRow[]> {
    const rows = levelRows(await host().stock_levels({ view: this.list.view, from, count }))
    // With one SKU gone all behind it would be taken for the one before.
    if (rows.length < count) throw { code: 'not_found', message: gestureText.moved, field: null } satisfies AppError
    return rows
  }
}
