/** Products that are folded into a row each: which of them are, and where in a list such rows stand. */
import type { StockFolds } from '../host'
import { isRecord, readStored } from '../kept'

export const noFolds: StockFolds = { all: false, but: [] }

export const isFolded = ({ all, but }: StockFolds, productId: string) => all !== but.includes(productId)

export function refolded(folds: StockFolds, productId: string, folded: boolean): StockFolds {
  if (isFolded(folds, productId) === folded) return folds
  const but = folds.all === folded ? folds.but.filter((id) => id !== productId) : [...folds.but, productId]
  return { ...folds, but }
}

const placeOf = (shop: number) => `look.folds.${shop}`

/** What was folded when the app ended. Losing it costs a few clicks and nothing else. */
export function keptFolds(shop: number, name: string): StockFolds {
  const found = readStored(placeOf(shop))
  if (!isRecord(found) || found['shop'] !== name || !Array.isArray(found['but'])) return noFolds
  return { all: found['all'] === true, but: found['but'].filter((id) => typeof id === 'string') }
}

export function keepFolds(shop: number, name: string, folds: StockFolds) {
  try {
    if (folds.all || folds.but.length) localStorage.setItem(placeOf(shop), JSON.stringify({ shop: name, ...folds }))
    else localStorage.removeItem(placeOf(shop))
  } catch {
    // A full storage only means that the grid begins unfolded next time.
  }
}

/**
 * The rows of a list that are folded products. No gesture over a range is about them: what it does, it does to the rows
 * of SKUs, one after the other, as if the others weren't there.
 */
export class FoldedRows {
  /** How many folded rows there are before each run. */
  private readonly before: number[] = []
  readonly count: number

  /** `runs`: the first of each, and how many follow each other, from the top. */
  constructor(private readonly runs: readonly (readonly [first: number, rows: number])[]) {
    let count = 0
    for (const [, rows] of runs) {
      this.before.push(count)
      count += rows
    }
    this.count = count
  }

  has(row: number): boolean {
    return this.above(row + 1) > this.above(row)
  }

  within({ top, bottom }: { top: number; bottom: number }): number {
    return bottom < top ? 0 : this.above(bottom + 1) - this.above(top)
  }

  /** How many rows of SKUs there are from one row to another. */
  skus({ top, bottom }: { top: number; bottom: number }): number {
    return bottom < top ? 0 : bottom - top + 1 - this.within({ top, bottom })
  }

  /** The row that is reached from this one on by going over so many rows of SKUs; it may lie past the end of the list. */
  reached(top: number, skus: number): number {
    let row = top + Math.max(1, skus) - 1
    // Every folded row that is met leads one further, where others may be met.
    for (let missing = skus - this.skus({ top, bottom: row }); missing > 0; missing = skus - this.skus({ top, bottom: row })) row += missing
    return row
  }

  /** How many folded rows lie above this one. */
  private above(row: number): number {
    let [low, high] = [0, this.runs.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.runs[middle]?.[0] ?? 0) < row) low = middle + 1
      else high = middle
    }
    const run = this.runs[low - 1]
    return run ? (this.before[low - 1] ?? 0) + Math.min(run[1], row - run[0]) : 0
  }
}
