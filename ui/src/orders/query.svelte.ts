/** Which orders the desk shows, and how they are sorted. */
import type { OrderChips, OrderFilter, OrderSort, OrderTab } from '../host'
import { chipIds, isOn } from './chips'
import { firstQuery } from './firstQuery'

export class Query {
  /** Replaced as a whole, so that a list can tell whether it is the one that is asked for. */
  query = $state.raw(firstQuery)

  get tab(): OrderTab {
    return this.query.tab
  }

  get search(): string {
    return this.query.search
  }

  /** Text with order ids in it: the list shows those orders alone. */
  get pasted(): string | null {
    return this.query.pasted
  }

  /** The list shows the selected orders alone. */
  get onlySelected(): boolean {
    return this.query.selected
  }

  get chips(): OrderChips {
    return this.query.chips
  }

  /** Null: the usual order of the tab. */
  get sort(): OrderSort | null {
    return this.query.sort
  }

  /** Whether anything but the tab narrows it. What was pasted has a line of its own. */
  get isNarrowed(): boolean {
    return isNarrowed(this.query)
  }
}

export function isNarrowed({ search, selected, chips }: OrderFilter): boolean {
  return search.trim() !== '' || selected || chipIds.some((id) => isOn(chips, id))
}
