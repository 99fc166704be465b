/** What the status bar tells of a range. */
import { Sight } from './cells'
import type { Count } from './counting.svelte'
import { columnsOf } from './ranges'
import { Reach } from './reach'
import type { Range, Shelf } from './shelf.svelte'

/** Of the levels that the shop tells; null where it tells none of them. */
export type Sums = { sum: number; average: number; smallest: number; largest: number }

export function sumsOf(shelf: Shelf, range: Range): Count<Sums | 'none'> {
  const columns = columnsOf(range)
  return {
    of: JSON.stringify(range),
    begin: () => {
      const sight = new Sight(shelf)
      let [known, sum, smallest, largest] = [0, 0, Infinity, -Infinity]
      const reach = new Reach(sight.list, range, (row) => {
        for (const col of columns) {
          const number = sight.number(row, col)
          if (number === null) continue
          known += 1
          sum += number
          smallest = Math.min(smallest, number)
          largest = Math.max(largest, number)
        }
      })
      return { reach, told: () => (known ? { sum, average: sum / known, smallest, largest } : 'none') }
    },
  }
}
