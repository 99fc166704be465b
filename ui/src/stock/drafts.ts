/** The drafts of a sheet, oldest first, and counted as they come and go: the screen asks for the numbers with every picture. */
import type { Draft } from './sheet'

export class Drafts {
  private readonly byCell = new Map<string, Draft>()
  /** How many drafts that can be saved each SKU has. */
  private readonly skus = new Map<string, number>()
  /** How many drafts each product has. */
  private readonly products = new Map<string, number>()
  private ready = 0

  get size(): number {
    return this.byCell.size
  }

  get(key: string): Draft | undefined {
    return this.byCell.get(key)
  }

  set(key: string, draft: Draft) {
    this.count(this.byCell.get(key), -1)
    this.byCell.set(key, draft)
    this.count(draft, 1)
  }

  delete(key: string) {
    this.count(this.byCell.get(key), -1)
    this.byCell.delete(key)
  }

  values(): IterableIterator<Draft> {
    return this.byCell.values()
  }

  summary(): { changes: number; skus: number; wrong: number } {
    return { changes: this.ready, skus: this.skus.size, wrong: this.byCell.size - this.ready }
  }

  /** How many drafts a product's SKUs have, also those that can't be saved as they are. */
  of(productId: string): number {
    return this.products.get(productId) ?? 0
  }

  private count(draft: Draft | undefined, by: 1 | -1) {
    if (!draft) return
    add(this.products, draft.ref.productId, by)
    if (!draft.change) return
    this.ready += by
    add(this.skus, `${draft.ref.productId}\u001f${draft.ref.skuId}`, by)
  }
}

function add(counts: Map<string, number>, of: string, by: 1 | -1) {
  const count = (counts.get(of) ?? 0) + by
  if (count) counts.set(of, count)
  else counts.delete(of)
}
