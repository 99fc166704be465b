/**
 * A list that Rust holds and the screen looks at by position. When the data behind it changes
 * the list is opened again, and what the person looks at stays where it was: the new rows are
 * swapped in only once they are here, moved by as much as the row at the top has moved.
 */
import { asAppError, type AppError } from '../host'
import { Again } from '../pace'
import { SCREEN, Pages } from './pages'

/** How far a row that must not jump is looked for, when many rows came at once. */
const SEEK = 2000

export type Opened = { view: number; total: number }

export type Source<Row, List extends Opened> = {
  /** Opens it anew. A list that will be looked at from its top may bring so many of its first rows along, or all. */
  open: (first: number) => Promise<List & { first?: Row[] }>
  rows: (view: number, from: number, count: number) => Promise<Row[]>
  id: (row: Row) => string
  /** Told when an opened list is the one that is shown, so that a count never runs ahead of it. */
  taken?: (list: List) => void
}

/** A list as it was at one moment. */
export type Still<Row> = {
  /** Its name at the host. */
  view: number
  total: number
  /** The row at a position, if it is here. */
  at: (index: number) => Row | undefined
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
  private changes = 0
  /** The newest opening: whether it came to its end, rather than being overtaken by one after it. */
  private opening = Promise.resolve(true)
  /** Whether the next reading opens the list, or reads the rows of the one that is open. */
  private isToBeOpened = false
  private readonly refreshing = new Again(() => this.readAgain())

  /**
   * `anchor` tells what must not jump, in the list that is shown or as a new one has it; `moved` is told by how many rows it went down (negative:
   * up), right when the new rows come in.
   */
  constructor(
    private readonly source: Source<Row, List>,
    private readonly anchor: (list?: List) => Anchor,
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

  /** Reads what is missing of the rows `first..=last`. Undefined where all of it is here, or there is no list. */
  want(first: number, last: number): Promise<void> | undefined {
    if (!this.pages || last < first) return
    return this.pages.want(first, Math.min(last, Math.max(0, this.total - 1)))
  }

  /**
   * The list as it is shown now, also after a newer one has taken its place: for what is done with more rows than a
   * screen holds.
   */
  still(): Still<Row> {
    const { opened, pages } = this
    void this.version
    return { view: opened?.view ?? 0, total: opened?.total ?? 0, at: (index) => pages?.at(index) }
  }

  /** Changes what is known of the rows `first..=last` at once, before the host has said so. */
  change(first: number, last: number, change: (row: Row) => Row) {
    this.pages?.change({ first, last, change })
    this.changes += 1
    this.version += 1
  }

  /** Opens it from the top, or from where `at` says: after a new filter, another tab, a first look. */
  open(at: (list: List) => number = () => 0): Promise<void> {
    return this.shown((list) => ({ index: at(list), id: null }), SCREEN)
  }

  /** Resolves when no list is on its way that was asked for before; at once where none is. */
  async settled(): Promise<void> {
    while (!(await this.opening));
  }

  /** Opens it again after a change, without a jump; never twice at once. */
  refresh(): Promise<void> {
    this.isToBeOpened = true
    return this.refreshing.run()
  }

  /** Opens it again at once, because it was asked for in another way, and without a jump. */
  reopen(): Promise<void> {
    return this.shown((list) => this.anchor(list), this.anchor().index < SCREEN ? SCREEN : 0)
  }

  /** Reads the rows in sight again, where none came, left or moved and yet they tell something new. */
  reread(): Promise<void> {
    return this.refreshing.run()
  }

  /** Lets go of everything, so that nothing of one shop is shown for another. */
  close() {
    this.turn += 1
    this.opening = Promise.resolve(true)
    this.opened = null
    this.pages = null
    this.failure = null
  }

  private async readAgain(): Promise<void> {
    // A list that is on its way must not be overtaken by the one that it replaces.
    if (!this.isToBeOpened) await this.settled()
    const { isToBeOpened, opened } = this
    this.isToBeOpened = false
    if (!isToBeOpened && !opened) return
    const open = opened && !isToBeOpened ? async () => ({ ...opened, first: [] }) : undefined
    await this.shown(this.anchor, this.anchor().index < SCREEN ? SCREEN : 0, open)
  }

  /** Resolves when this list is shown, or a newer one that has overtaken it, or neither could be read. */
  private shown(anchor: (list: List) => Anchor, first: number, open: Source<Row, List>['open'] = (first) => this.source.open(first)): Promise<void> {
    this.opening = this.swap(anchor, first, open)
    return this.settled()
  }

  private async swap(anchor: (list: List) => Anchor, first: number, open: Source<Row, List>['open']): Promise<boolean> {
    const turn = ++this.turn
    try {
      // What was changed meanwhile may be missing in what was read: once more then.
      for (let before = -1; before !== this.changes && turn === this.turn; ) {
        before = this.changes
        const opened = await open(first)
        const pages = this.pagesOf(opened.view, turn)
        if (opened.first?.length) pages.begin(this.asShown(opened.first))
        const grown = Math.abs(opened.total - this.total)
        await this.readAround(pages, opened.total, anchor(opened), grown)
        if (turn === this.turn && before === this.changes) this.take(opened, pages, anchor(opened))
      }
    } catch (thrown) {
      if (turn === this.turn) this.failure = asAppError(thrown)
    }
    return turn === this.turn
  }

  /** Reads what will be in sight, and finds the anchor where a burst of arrivals has pushed it. */
  private async readAround(pages: Pages<Row>, total: number, { index, id }: Anchor, grown: number) {
    if (!total) return
    // Nothing to look for, or found already: what is in sight is enough, and the rest comes when it is wanted.
    const top = id === null ? index : this.seek(pages, index, id, SCREEN)
    if (top !== null) return pages.want(top, Math.min(total - 1, top + SCREEN - 1))
    const read = (at: number, reach: number) => pages.want(Math.max(0, at - reach), Math.min(total - 1, at + reach))
    const far = Math.min(SEEK, grown + SCREEN)
    for (let reach = SCREEN; reach <= far; reach += SCREEN) {
      await read(index, reach)
      const now = this.seek(pages, index, id, reach)
      if (now !== null) return read(now, SCREEN)
    }
  }

  private seek(pages: Pages<Row>, near: number, id: string | null, reach: number): number | null {
    return id === null ? null : pages.find(near, (row) => this.source.id(row) === id, reach + SCREEN)
  }

  private take(opened: List, pages: Pages<Row>, { index, id }: Anchor) {
    const now = this.seek(pages, index, id, SEEK) ?? index
    this.pages = pages
    this.opened = opened
    this.failure = null
    this.version += 1
    if (now !== index) this.moved(now - index)
    this.source.taken?.(opened)
  }

  /**
   * Rows of another list as they are shown now, where they are and tell nothing new: what follows such a row is not
   * drawn again because something elsewhere has changed.
   */
  private asShown(rows: Row[]): Row[] {
    const shown = new Map((this.pages?.all() ?? []).map((row) => [this.source.id(row), row]))
    const isNews = (row: Row, before: Row) => JSON.stringify(row) !== JSON.stringify(before)
    return rows.map((row) => {
      const before = shown.get(this.source.id(row))
      return before === undefined || isNews(row, before) ? row : before
    })
  }

  private pagesOf(view: number, turn: number): Pages<Row> {
    const pages: Pages<Row> = new Pages<Row>(
      async (from, count) => {
        const rows = await this.source.rows(view, from, count)
        return pages === this.pages ? rows : this.asShown(rows)
      },
      () => (this.version += 1),
      (thrown) => this.readFailed(asAppError(thrown), turn),
    )
    return pages
  }

  /** A view that Rust has closed meanwhile is opened again; anything else is said. */
  private readFailed(error: AppError, turn: number) {
    if (turn !== this.turn) return
    if (error.code === 'not_found') void this.refresh()
    else this.failure = error
  }
}
