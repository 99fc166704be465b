/**
 * What was typed and not yet sent, kept by the web view's own storage, so that neither a restart
 * nor a crash costs it. Never a buyer's name, never a secret: ids, numbers and the text of a cell.
 * It belongs to one shop; another shop finds nothing of it.
 */

/** Called when the storage takes no more: the person should know before they quit. */
type Failed = (thrown: unknown) => void

export class Kept<Row> {
  private shop: string | null = null
  private rows: (() => Row[]) | null = null

  /** `check` makes a row of whatever was found, or null: the storage may hold anything. */
  constructor(
    private readonly name: string,
    private readonly check: (found: unknown) => Row | null,
    private readonly failed: Failed,
  ) {}

  /** Begins to keep for this shop, and gives back what was kept of it. */
  open(shop: string): Row[] {
    this.shop = shop
    const found = readStored(this.name)
    if (isRecord(found) && found['shop'] === shop && Array.isArray(found['rows'])) {
      return found['rows'].map(this.check).filter((row) => row !== null)
    }
    if (found !== null) localStorage.removeItem(this.name)
    return []
  }

  /** Keeps what `rows` gives at the end of this turn; many calls in one turn write once. */
  keep(rows: () => Row[]) {
    if (this.shop === null) return
    const isAsked = this.rows !== null
    this.rows = rows
    if (!isAsked) queueMicrotask(() => this.write())
  }

  private write() {
    const rows = this.rows?.() ?? []
    this.rows = null
    try {
      if (rows.length) localStorage.setItem(this.name, JSON.stringify({ shop: this.shop, rows }))
      else localStorage.removeItem(this.name)
    } catch (thrown) {
      this.failed(thrown)
    }
  }
}

/** A value from the storage; null when there is none, or none that can be read. */
export function readStored(name: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(name) ?? 'null')
  } catch {
    return null
  }
}

export function isRecord(found: unknown): found is Record<string, unknown> {
  return typeof found === 'object' && found !== null
}
