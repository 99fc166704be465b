/** Rows of one opened list, read by position in pages and kept while they are near. */

/** So few that a jump reads little more than it shows. */
const PAGE = 16
/** About the rows of a screen: so many come along with a list, and so far around its place a row is looked for. */
export const SCREEN = 3 * PAGE
/** Pages kept: enough for any screen and what is around it. More would only grow old in the collector's care. */
const KEPT = 16

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

  /** Every row that is here, in no order. */
  all(): Row[] {
    return [...this.pages.values()].flat()
  }

  /** Takes the first rows, which came along with the list: whole pages of them, or all there are. */
  begin(rows: Row[]) {
    this.take(0, rows)
  }

  /** The position of the nearest known row for which `is` holds, looking out from `near`. */
  find(near: number, is: (row: Row) => boolean, reach = 2 * SCREEN): number | null {
    for (let distance = 0; distance <= reach; distance += 1) {
      for (const index of [near - distance, near + distance]) {
        const row = index < 0 ? undefined : this.at(index)
        if (row !== undefined && is(row)) return index
      }
    }
    return null
  }

  /** Reads what is missing of the rows `first..=last`; resolves when all of it is here. Undefined where it is already. */
  want(first: number, last: number): Promise<void> | undefined {
    const [from, to] = [Math.max(0, Math.floor(first / PAGE)), Math.floor(last / PAGE)]
    const coming = new Set<Promise<void>>()
    for (let page = from; page <= to; page += 1) {
      if (this.pages.has(page)) this.touch(page)
      else coming.add(this.asked.get(page) ?? this.ask(page, this.missing(page, to)))
    }
    const forget = () => this.forget(to - from + 1)
    if (coming.size) return Promise.all(coming).then(forget)
    forget()
    return undefined
  }

  /** How many pages from this one on are neither here nor on their way. */
  private missing(page: number, last: number): number {
    let end = page
    while (end <= last && !this.pages.has(end) && !this.asked.has(end)) end += 1
    return end - page
  }

  private ask(page: number, pages: number): Promise<void> {
    const all = Array.from({ length: pages }, (_, at) => page + at)
    const asked = this.fetch(page, pages).finally(() => {
      for (const one of all) this.asked.delete(one)
      if (!this.asked.size) this.edits = []
    })
    for (const one of all) this.asked.set(one, asked)
    return asked
  }

  /** Changes rows at once, also those that are still on their way here. */
  change(edit: Edit<Row>) {
    for (const [page, rows] of this.pages) this.pages.set(page, edited(rows, page, edit))
    if (this.asked.size) this.edits.push(edit)
  }

  private async fetch(page: number, pages: number) {
    const since = this.edits.length
    try {
      const rows = await this.read(page * PAGE, pages * PAGE)
      this.take(page, this.edits.slice(since).reduce((now, edit) => edited(now, page, edit), rows))
      this.arrived()
    } catch (thrown) {
      this.failed(thrown)
    }
  }

  private take(page: number, rows: Row[]) {
    for (let from = 0; from < rows.length; from += PAGE) {
      this.pages.set(page + from / PAGE, rows.slice(from, from + PAGE))
    }
  }

  /** The ones wanted last stand last. */
  private touch(page: number) {
    const rows = this.pages.get(page)
    if (!rows) return
    this.pages.delete(page)
    this.pages.set(page, rows)
  }

  /** Drops the pages that were wanted longest ago, once there are too many; none of the `wanted` last ones. */
  private forget(wanted: number) {
    for (const page of this.pages.keys()) {
      if (this.pages.size <= Math.max(KEPT, wanted)) return
      this.pages.delete(page)
    }
  }
}

function edited<Row>(rows: Row[], page: number, { first, last, change }: Edit<Row>): Row[] {
  const from = page * PAGE
  if (from > last || from + rows.length <= first) return rows
  return rows.map((row, at) => (from + at >= first && from + at <= last ? change(row) : row))
}
