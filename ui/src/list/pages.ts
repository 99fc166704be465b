/** Rows of one opened list, read by position in pages and kept while they are near. */

/** More than a screen shows, and little to read where one jumps. */
export const PAGE = 50
/** Pages kept; enough for any screen, little beside a million rows. */
const KEPT = 64

export type ReadRows<Row> = (from: number, count: number) => Promise<Row[]>

/** Rows `first..=last` become what `change` makes of them. */
type Edit<Row> = { first: number; last: number; change: (row: Row) => Row }

export class Pages<Row> {
  private pages = new Map<number, Row[]>()
  private asked = new Map<number, Promise<void>>()
  /** Changes made while pages were being read: those answers may be from before. */
  private edits: Edit<Row>[] = []

  constructor(
    private readonly read: ReadRows<Row>,
    private readonly arrived: () => void,
    private readonly failed: (thrown: unknown) => void,
  ) {}

  /** The row at a position, or undefined while it is not here yet. */
  at(index: number): Row | undefined {
    return this.pages.get(Math.floor(index / PAGE))?.[index % PAGE]
  }

  /** Takes rows that came along with the list: its first page. */
  begin(rows: Row[]) {
    this.pages.set(0, rows)
  }

  /** The position of the nearest known row for which `is` holds, looking out from `near`. */
  find(near: number, is: (row: Row) => boolean, reach = 2 * PAGE): number | null {
    for (let distance = 0; distance <= reach; distance += 1) {
      for (const index of [near - distance, near + distance]) {
        const row = index < 0 ? undefined : this.at(index)
        if (row !== undefined && is(row)) return index
      }
    }
    return null
  }

  /** Reads what is missing of the rows `first..=last`; resolves when all of it is here. */
  async want(first: number, last: number): Promise<void> {
    const missing: Promise<void>[] = []
    for (let page = Math.max(0, Math.floor(first / PAGE)); page <= Math.floor(last / PAGE); page += 1) {
      if (!this.pages.has(page)) missing.push(this.asked.get(page) ?? this.ask(page))
    }
    await Promise.all(missing)
  }

  private ask(page: number): Promise<void> {
    const asked = this.fetch(page).finally(() => {
      this.asked.delete(page)
      if (!this.asked.size) this.edits = []
    })
    this.asked.set(page, asked)
    return asked
  }

  /** Changes rows at once, also those that are still on their way here. */
  change(edit: Edit<Row>) {
    for (const [page, rows] of this.pages) this.pages.set(page, edited(rows, page, edit))
    if (this.asked.size) this.edits.push(edit)
  }

  private async fetch(page: number) {
    const since = this.edits.length
    try {
      const rows = await this.read(page * PAGE, PAGE)
      this.pages.set(page, this.edits.slice(since).reduce((now, edit) => edited(now, page, edit), rows))
      this.forget()
      this.arrived()
    } catch (thrown) {
      this.failed(thrown)
    }
  }

  /** Drops the pages that came first, once there are too many. */
  private forget() {
    for (const page of this.pages.keys()) {
      if (this.pages.size <= KEPT) return
      this.pages.delete(page)
    }
  }
}

function edited<Row>(rows: Row[], page: number, { first, last, change }: Edit<Row>): Row[] {
  const from = page * PAGE
  if (from > last || from + rows.length <= first) return rows
  return rows.map((row, at) => (from + at >= first && from + at <= last ? change(row) : row))
}
