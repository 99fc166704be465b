/**
 * What was typed and not yet sent, kept by the web view's own storage, so that neither a restart
 * nor a crash costs it. Never a buyer's name, never a secret: ids, numbers and the text of a cell.
 * Each shop has a place of its own, and what is there belongs to that shop by name as well: after a
 * fresh database the same number may be another shop's, and it finds nothing of the one before.
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

  /** Begins to keep for this shop, and gives back what was kept of it. Again: it has a new name. */
  open(shop: string): Row[] {
    if (this.shop !== null) return this.rename(shop)
    this.shop = shop
    this.adopt(shop)
    const found = readStored(this.name)
    if (isRecord(found) && found['shop'] === shop && Array.isArray(found['rows'])) {
      return found['rows'].map(this.check).filter((row) => row !== null)
    }
    if (found !== null) localStorage.removeItem(this.name)
    return []
  }

  private rename(shop: string): Row[] {
    const found = readStored(this.name)
    if (shop !== this.shop && isRecord(found)) this.put({ ...found, shop })
    this.shop = shop
    return []
  }

  /** What was kept while there could be only one shop goes to the shop that it is of. */
  private adopt(shop: string) {
    const before = this.name.replace(/\.\d+$/, '')
    const found = readStored(before)
    if (before === this.name || !isRecord(found) || found['shop'] !== shop) return
    localStorage.removeItem(before)
    this.put(found)
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
    if (rows.length) this.put({ shop: this.shop, rows })
    else localStorage.removeItem(this.name)
  }

  private put(found: Record<string, unknown>) {
    try {
      localStorage.setItem(this.name, JSON.stringify(found))
    } catch (thrown) {
      this.failed(thrown)
    }
  }
}

/** Where what is unsaved of a shop is kept. */
export const placeOf = (what: 'stock' | 'tracking' | 'packing', shop: number) => `unsaved.${what}.${shop}`

/** Places with something of one shop, whose number they end with. */
const ofShops = ['unsaved.', 'look.folds.']

/** Forgets what is kept of one shop, or of all of them, also of those that were not looked at. */
export function forgetKept(shop?: number) {
  const isMeant = (name: string) => ofShops.some((place) => name.startsWith(place)) && (shop === undefined || name.endsWith(`.${shop}`))
  for (const name of Object.keys(localStorage).filter(isMeant)) localStorage.removeItem(name)
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
