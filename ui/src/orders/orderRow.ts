/** Rows of the order table, compared. No framework. */
import type { OrderRow } from '../host'

/** Whether two rows say the same of the same order, whether it is selected aside. */
export function isSameButSelected(one: OrderRow, other: OrderRow): boolean {
  const fields = Object.keys(one) as (keyof OrderRow)[]
  return fields.every((field) => field === 'selected' || one[field] === other[field])
}
