/** The order that is being divided: one at a time, from the panel or by its name. What was chosen and typed stays for another try. */
import { SvelteMap } from 'svelte/reactivity'

import type { DivisionRow } from '../host'
import { together, type Spread } from './divide'

type Draft = { rows: string; spread: Spread; number: string }

class Dividing {
  order = $state<string | null>(null)
  private readonly drafts = new SvelteMap<string, Draft>()

  begin(order: string) {
    this.order = order
  }

  end() {
    this.order = null
  }

  /** What was chosen of an order, for as long as the same can be chosen. */
  of(order: string, rows: DivisionRow[]): { spread: Spread; number: string } {
    const draft = this.drafts.get(order)
    return draft?.rows === written(rows) ? draft : { spread: together(rows, 1), number: draft?.number ?? '' }
  }

  keep(order: string, rows: DivisionRow[], spread: Spread, number: string) {
    this.drafts.set(order, { rows: written(rows), spread, number })
  }

  forget(order: string) {
    this.drafts.delete(order)
  }
}

const written = (rows: DivisionRow[]) => JSON.stringify(rows.map(({ units }) => units))

export const dividing = new Dividing()
