/** The orders that are in the sheet, in its order, as they were read last. */
import type { OrderRow, OrderSort } from '../../host'
import { readOrders } from './orders'
import { takesNumber } from './standing'

export class Members {
  ids = $state.raw<readonly string[]>([])
  private readonly rows = new Map<string, OrderRow>()
  /** One sign for all rows: there are thousands, of which few are looked at. */
  private version = $state(0)

  /** `changed` is told of which orders something may be new. */
  constructor(
    private readonly shop: number,
    private readonly sort: OrderSort | null,
    private readonly changed: (ids: readonly string[]) => void,
  ) {}

  row(id: string): OrderRow | undefined {
    void this.version
    return this.rows.get(id)
  }

  readonly has = (id: string) => this.row(id) !== undefined

  takes(id: string): boolean {
    const row = this.row(id)
    return row !== undefined && takesNumber(row)
  }

  /** Adds orders below those that are there; those that this shop doesn't have are left out. */
  async join(ids: readonly string[]): Promise<void> {
    const found = new Map<string, OrderRow>()
    const fresh = ids.filter((id) => !this.rows.has(id))
    await readOrders(this.shop, fresh, this.sort, (page) => {
      for (const row of page) found.set(row.id, row)
    })
    const added = [...found.values()].filter(({ id }) => !this.rows.has(id))
    this.ids = [...this.ids, ...added.map(({ id }) => id)]
    // All of them: a number that was typed before may be the id of one that joins.
    this.take(added, this.ids)
  }

  /** Reads all of them again. What is known of an order that has gone stays. */
  readAgain(): Promise<void> {
    return readOrders(this.shop, this.ids, this.sort, (page) => this.take(page))
  }

  private take(page: OrderRow[], changed: readonly string[] = page.map(({ id }) => id)) {
    for (const row of page) this.rows.set(row.id, row)
    this.version += 1
    this.changed(changed)
  }
}
