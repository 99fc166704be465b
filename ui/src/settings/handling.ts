/** The typed number of working days. Pure. */
import { LONGEST_HANDLING } from '../today/shipBy'

/** The number that is meant, or null for what is none from 0 to 30. */
export function daysOf(typed: string): number | null {
  const digits = typed.normalize('NFKC').trim()
  if (!/^\d{1,3}$/.test(digits)) return null
  const days = Number(digits)
  return days <= LONGEST_HANDLING ? days : null
}
