/** The third way out of a conflict: what the seller meant to add, on top of what the shop has now. */

/** The most that the shop takes as a level. */
const MOST = 99_999

export type Sides = { base: number | null; mine: number | null; shop: number | null }

/** Where my difference leads; null where a number is missing, or the shop would not take the sum. */
export function difference({ base, mine, shop }: Sides): { amount: number; level: number } | null {
  if (base === null || mine === null || shop === null) return null
  const level = shop + mine - base
  return level < 0 || level > MOST ? null : { amount: mine - base, level }
}
