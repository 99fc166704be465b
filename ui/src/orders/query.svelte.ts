/** Which orders the desk shows, and how they are sorted. */
import type { OrderChips, OrderFilter, OrderSort, OrderTab } from '../host'
import { chipIds, isOn, noChips } from './chips'

export class Query {
  tab = $state<OrderTab>('to_ship')
  search = $state('')
  /** Text with order ids in it: the list shows those orders alone. */
  pasted = $state<string | null>(null)
  /** The list shows the selected orders alone. */
  onlySelected = $state(false)
  chips = $state.raw<OrderChips>(noChips)
  /** Null: the usual order of the tab. */
  sort = $state.raw<OrderSort | null>(null)

  get query(): OrderFilter {
    const { tab, search, pasted, chips, sort, onlySelected: selected } = this
    return { tab, search, pasted, selected, chips, sort }
  }

  protected take({ tab, search, pasted, selected, chips, sort }: OrderFilter) {
    Object.assign(this, { tab, search, pasted, chips, sort, onlySelected: selected })
  }

  /** Whether anything but the tab narrows it. What was pasted has a line of its own. */
  get isNarrowed(): boolean {
    return this.search.trim() !== '' || this.onlySelected || chipIds.some((id) => isOn(this.chips, id))
  }
}
