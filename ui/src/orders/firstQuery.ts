/** The list that a desk begins with. In a file of its own that needs no other: it is asked for before the rest is read. */
import type { OrderChips, OrderFilter } from '../host'
import { SCREEN } from '../list/pages'

export const noChips: OrderChips = {
  statuses: [],
  due: null,
  warehouses: [],
  regions: [],
  tags: [],
  goods: '',
  quantityFrom: null,
  quantityTo: null,
  totalFrom: null,
  totalTo: null,
  placedFrom: null,
  placedTo: null,
}

export const firstQuery: OrderFilter = { tab: 'to_ship', search: '', pasted: null, selected: false, chips: noChips, sort: null }

/** With the rows of a screen. */
export const firstQuestion = { filter: firstQuery, first: SCREEN }
