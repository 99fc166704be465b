/** How an order's pieces are spread over parcels: by how many of each row go into every parcel but the first, which keeps the rest. */
import type { DivisionRow } from '../host'

/** `spread[row][parcel]`, without the first parcel. */
export type Spread = number[][]

/** Everything in the first parcel, beside so many others. */
export function together(rows: DivisionRow[], others: number): Spread {
  return rows.map(() => Array.from({ length: others }, () => 0))
}

const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0)

/** How many of a row stay in the first parcel. */
export function rest(row: DivisionRow, counts: number[]): number {
  return row.units.length - sum(counts)
}

/** The same with so many of a row in a parcel: no more than the first one has to give, nor fewer than none. */
export function put(rows: DivisionRow[], spread: Spread, row: number, parcel: number, wanted: number): Spread {
  const counts = spread[row]!
  const most = rest(rows[row]!, counts) + counts[parcel]!
  const count = Math.min(Math.max(Math.trunc(wanted) || 0, 0), most)
  return spread.with(row, counts.with(parcel, count))
}

/** A row that goes as one can only lie in one parcel: it leaves the others. */
export function move(spread: Spread, row: number, parcel: number | null): Spread {
  return spread.with(
    row,
    spread[row]!.map((_, at) => (at === parcel ? 1 : 0)),
  )
}

export function addParcel(spread: Spread): Spread {
  return spread.map((counts) => [...counts, 0])
}

/** The pieces of each parcel, the first one's first. */
export function parcelsOf(rows: DivisionRow[], spread: Spread): string[][] {
  const others = spread[0]?.length ?? 0
  const parcels: string[][] = Array.from({ length: others + 1 }, () => [])
  rows.forEach((row, at) => {
    let taken = 0
    spread[at]!.forEach((count, parcel) => {
      parcels[parcel + 1]!.push(...row.units.slice(taken, taken + count).flat())
      taken += count
    })
    parcels[0]!.push(...row.units.slice(taken).flat())
  })
  return parcels
}
