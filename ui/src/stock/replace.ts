/** Finding levels by their number, and writing something into all of them. */
import { Sight } from './cells'
import type { Count } from './counting.svelte'
import { said } from './fill'
import { leftOut } from './folding'
import { gestureText } from './gestureText'
import { plain } from './parse'
import { columnsOf, isSingle } from './ranges'
import { Reach } from './reach'
import type { Range, Shelf } from './shelf.svelte'
import { wholeOf } from './sums'
import { writeRows } from './writing'

export type Condition = (level: number) => boolean

const comparisons: Record<string, (level: number, than: number) => boolean> = {
  '': (level, than) => level === than,
  '=': (level, than) => level === than,
  '<': (level, than) => level < than,
  '>': (level, than) => level > than,
  '<=': (level, than) => level <= than,
  '>=': (level, than) => level >= than,
  '<>': (level, than) => level !== than,
}

/** Reads what is looked for: `5`, `<5`, `>=100`, `<>0`; null for anything else. */
export function conditionOf(typed: string): Condition | null {
  const [, sign = '', digits = ''] = /^(<=|>=|<>|!=|[<>=≤≥≠])?(.*)$/u.exec(plain(typed)) ?? []
  const compare = comparisons[{ '≤': '<=', '≥': '>=', '≠': '<>', '!=': '<>' }[sign] ?? sign]
  const than = wholeOf(digits)
  return compare && than !== null ? (level) => compare(level, than) : null
}

/** Where levels are looked for: in what is selected, or else in all that the list shows. */
export function scopeOf({ range, list, warehouses }: Shelf): Range {
  return isSingle(range) ? { top: 0, bottom: list.total - 1, left: 0, right: warehouses.length - 1 } : range
}

/** How many levels are as looked for; one that the shop doesn't tell is none. */
export function matchesOf(shelf: Shelf, typed: string, condition: Condition): Count<number> {
  const scope = scopeOf(shelf)
  const columns = columnsOf(scope)
  return {
    of: JSON.stringify([typed, scope]),
    begin: () => {
      const sight = new Sight(shelf)
      let matches = 0
      const reach = new Reach(sight.list, scope, (row) => {
        for (const col of columns) if (isMatch(sight.number(row, col), condition)) matches += 1
      })
      return { reach, told: () => matches }
    },
  }
}

const isMatch = (number: number | null, condition: Condition) => number !== null && condition(number)

/** Writes into every level that is as looked for what typing it there would. */
export async function replaceAll(shelf: Shelf, condition: Condition, by: string) {
  const scope = scopeOf(shelf)
  const [sight, columns] = [new Sight(shelf), columnsOf(scope)]
  const step = await writeRows(
    shelf,
    scope,
    (row) => columns.map((col) => (isMatch(sight.number(row, col), condition) ? sight.entry(row, col, by, 'onto') : null)),
    sight,
  )
  said(step, gestureText.replaced, leftOut(shelf, scope), 0)
}
