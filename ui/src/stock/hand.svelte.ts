/** What a gesture of several moves remembers from one to the next. */
import type { Filling } from './filling.svelte'
import type { PastePlan } from './paste'

export class Hand {
  /** The column where a run of Tabs began: Enter goes back to it. */
  tabbedFrom: number | null = null
  /** A paste that asks first. */
  asks = $state.raw<PastePlan | null>(null)
  /** What is pasted next counts from what is there. */
  adjustsNext = $state(false)
  /** The bar for finding and replacing is there. */
  replaces = $state(false)
  /** Somebody would type over the sum of a folded product, and is told why that can't be. */
  meetsSum = $state(false)
  /** What the handle of the range is being drawn over. */
  filling = $state.raw<Filling | null>(null)

  /** The active cell is another one. */
  rest() {
    this.tabbedFrom = null
    this.adjustsNext = false
    this.meetsSum = false
  }
}
