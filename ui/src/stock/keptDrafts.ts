/**
 * What was typed into the grid of one shop, kept in the database as it is typed. One writing goes out at a time, and
 * what is typed meanwhile goes with the next one.
 */
import { host, type StockDraft } from '../host'
import { Kept, placeOf } from '../kept'
import { pictured } from '../pace'
import { keptDraft } from './keptDraft'
import { keyOf, type CellRef, type Draft } from './sheet'

type Told = { ref: CellRef; draft: Draft | undefined }

/** So many cells go in one writing: enough for a paste, and short enough for the page. */
const AT_ONCE = 10_000

const stored = ({ ref, ...draft }: Draft): StockDraft => ({ cell: ref, ...draft })
export const drafted = ({ cell, ...draft }: StockDraft): Draft => ({ ref: cell, ...draft })

export class KeptDrafts {
  private told = new Map<string, Told>()
  /** Cells that were told of before what was kept was read: what is typed now is newer than that. */
  private since: Set<string> | null = new Set()
  private coming: Promise<void> | null = null
  private writing: Promise<void> | null = null
  /** Drafts that came from the disk, until they are told of. */
  private readonly there = new WeakSet<Draft>()
  private ended = false

  /** `failed`: the database takes no more. What it did not take goes with the next writing. */
  constructor(
    private readonly shop: number,
    private readonly failed: () => void,
  ) {}

  /** What was kept of this shop, by its name, and was not typed over since. */
  async read(shop: string): Promise<Draft[]> {
    const kept = (await host().stock_drafts({ shop: this.shop })).map(drafted)
    const since = this.since ?? new Set()
    this.since = null
    const isNews = ({ ref }: Draft) => !since.has(keyOf(ref))
    return [...kept, ...this.adopt(shop, new Set(kept.map(({ ref }) => keyOf(ref))))].filter(isNews)
  }

  /** Takes over what the web view's own storage kept before the database did; it leaves it when that has it. */
  private adopt(shop: string, known: Set<string>): Draft[] {
    const before = new Kept(placeOf('stock', this.shop), keptDraft, () => {})
    const found = before.open(shop).filter(({ ref }) => !known.has(keyOf(ref)))
    if (found.length) {
      this.tell(found.map((draft) => ({ ref: draft.ref, draft })))
      void this.written().then((whole) => whole && before.keep(() => []))
    }
    return found
  }

  /** Hears what stands in cells now; nothing where the draft was taken away. */
  tell(cells: Told[]) {
    if (this.ended) return
    for (const cell of cells) {
      const key = keyOf(cell.ref)
      this.since?.add(key)
      if (cell.draft && this.there.delete(cell.draft) && !this.told.has(key)) continue
      this.told.set(key, cell)
    }
    this.soon()
  }

  /** This draft is on the disk already: the next time that it is told of is no news. */
  isThere(draft: Draft) {
    this.there.add(draft)
  }

  /** Whether everything that was told is on the disk, once it has been tried. */
  async written(): Promise<boolean> {
    await this.begin()
    return this.told.size === 0
  }

  /** Resolves when nothing is being written, nor about to be. */
  async rested(): Promise<void> {
    while (this.coming ?? this.writing) await (this.coming ?? this.writing)
  }

  /** The shop is connected no more, and what was kept of it is gone with it. */
  end() {
    this.ended = true
    this.told.clear()
  }

  /** Behind the picture of it, which comes within two frames: writing would hold it up. A paste is told of once. */
  private soon() {
    this.coming ??= pictured().then(() => this.begin())
  }

  private begin(): Promise<void> {
    this.coming = null
    return (this.writing ??= Promise.resolve().then(() => this.writeAll()))
  }

  private async writeAll() {
    try {
      while (this.told.size) await this.write()
    } catch {
      this.failed()
    } finally {
      this.writing = null
    }
  }

  private async write() {
    const cells = [...this.told].slice(0, AT_ONCE)
    const put = cells.flatMap(([, { draft }]) => (draft ? [stored(draft)] : []))
    const gone = cells.flatMap(([, { ref, draft }]) => (draft ? [] : [ref]))
    await host().keep_stock_drafts({ shop: this.shop, put, gone })
    for (const [key, cell] of cells) if (this.told.get(key) === cell) this.told.delete(key)
  }
}
