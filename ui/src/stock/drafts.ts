/** The drafts of a sheet, oldest first, and counted as they come and go: the screen asks for the numbers with every picture. */
import type { Draft } from './sheet'

export class Drafts {
  private readonly byCell = new Map<string, Draft>()
  /** How many drafts that can be saved each SKU has. */
  private readonly skus = new Map<string, number>()
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

  private count(draft: Draft | undefined, by: 1 | -1) {
    if (!draft?.change) return
    this.ready += by
    const sku = `${draft.ref.productId}\u001f${draft.ref.skuId}`
    const drafts = (this.skus.get(sku) ?? 0) + by
    if (drafts) this.skus.set(sku, drafts)
    else this.skus.delete(sku)
  }
}
