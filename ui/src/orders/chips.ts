/** The conditions that a list of orders can be narrowed by. */
import type { OrderChips } from '../host'

/** What lets every order pass. */
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
