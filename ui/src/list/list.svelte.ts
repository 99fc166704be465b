/**
 * A list that Rust holds and the screen looks at by position. When the data behind it changes
 * the list is opened again, and what the person looks at stays where it was: the new rows are
 * swapped in only once they are here, moved by as much as the row at the top has moved.
 */
import { asAppError, type AppError } from '../host'
import { PAGE, Pages } from './pages'

export type Opened = { view: number; total: number }

export type Source<Row, List extends Opened> = {
  open: () => Promise<List>
  rows: (view: number, from: number, count: number) => Promise<Row[]>
  id: (row: Row) => string
}

/** Where the person looks: the row at the top of the window. */
export type Anchor = { index: number; id: string | null }

export class WindowedList<Row, List extends Opened> {
  /** What opening it told; null before the first time. */
  opened = $state.raw<List | null>(null)
  failure = $state<AppError | null>(null)
  private version = $state(0)
  private pages: Pages<Row> | null = null
  private turn = 0
  private running: Promise<void> | null = null
  private pending = false

  /**
   * `anchor` tells what must not jump; `moved` is told by how many rows it went down (negative:
   * up), right when the new rows come in.
   */
  constructor(
    private readonly source: Source<Row, List>,
    private readonly anchor: () => Anchor,
    private readonly moved: (rows: number) => void,
  ) {}

  get total(): number {
    return this.opened?.total ?? 0
  }

  /** The row at a position; reading it makes a component follow its arrival. */
  at(index: number): Row | undefined {
    void this.version
    return this.pages?.at(index)
  }

  /** The position of a row near another one, if it is among the rows read. */
  find(near: number, id: string): number | null {
    return this.pages?.find(near, (row) => this.source.id(row) === id) ?? null
  }

  want(first: number, last: number): Promise<void> {
    if (!this.pages || last < first) return Promise.resolve()
    return this.pages.want(first, Math.min(last, Math.max(0, this.total - 1)))
  }

  /** Opens it from the top: after a new filter, another tab, a first look. */
  async open(): Promise<void> {
    await this.swap(() => ({ index: 0, id: null }))
  }

  /** Opens it again after a change, without a jump. Calls that come meanwhile make one more. */
  refresh(): Promise<void> {
    if (this.running) {
      this.pending = true
      return this.running
    }
    this.running = this.swap(this.anchor).finally(() => {
      this.running = null
      if (!this.pending) return
      this.pending = false
      void this.refresh()
    })
    return this.running
  }

  /** Lets go of everything, so that nothing of one shop is shown for another. */
  close() {
    this.turn += 1
    this.opened = null
    this.pages = null
    this.failure = null
  }

  private async swap(anchor: () => Anchor): Promise<void> {
    const turn = ++this.turn
    try {
      const opened = await this.source.open()
      const pages = this.pagesOf(opened.view, turn)
      const { index } = anchor()
      if (opened.total) await pages.want(Math.max(0, index - PAGE), Math.min(opened.total - 1, index + PAGE))
      if (turn !== this.turn) return
      this.take(opened, pages, anchor())
    } catch (thrown) {
      if (turn === this.turn) this.failure = asAppError(thrown)
    }
  }

  private take(opened: List, pages: Pages<Row>, { index, id }: Anchor) {
    const now = id === null ? index : (pages.find(index, (row) => this.source.id(row) === id) ?? index)
    this.pages = pages
    this.opened = opened
    this.failure = null
    this.version += 1
    if (now !== index) this.moved(now - index)
  }

  private pagesOf(view: number, turn: number): Pages<Row> {
    return new Pages<Row>(
      (from, count) => this.source.rows(view, from, count),
      () => (this.version += 1),
      (thrown) => this.readFailed(asAppError(thrown), turn),
    )
  }

  /** A view that Rust has closed meanwhile is opened again; anything else is said. */
  private readFailed(error: AppError, turn: number) {
    if (turn !== this.turn) return
    if (error.code === 'not_found') void this.refresh()
    else this.failure = error
  }
}
