/** What of a table of numbers goes into the sheet: by itself, by the person's choice, or not at all. Pure. */
import type { ShipmentRow, ShipmentVerdict } from '../../host'
import type { Write } from './paste'

/** First what waits for a choice, then what is wrong, then what is done already, and last what is right. */
export const verdicts = [
  'guess', 'ambiguous', 'contradicted',
  'no_number', 'bad_number', 'unknown', 'cancelled', 'on_hold', 'unknown_status', 'not_by_seller', 'shipped_otherwise', 'queued_otherwise',
  'shipped', 'queued', 'repeated', 'ready',
] as const satisfies readonly ShipmentVerdict[]

export type Group = { verdict: ShipmentVerdict; /** Places among the rows. */ places: number[] }

/** The verdicts that occur, each with its rows. */
export function groupsOf(rows: readonly ShipmentRow[]): Group[] {
  const places = new Map<ShipmentVerdict, number[]>(verdicts.map((verdict) => [verdict, []]))
  rows.forEach(({ verdict }, place) => places.get(verdict)?.push(place))
  return [...places].flatMap(([verdict, found]) => (found.length ? [{ verdict, places: found }] : []))
}

/** Which order the person has taken a row to be about, by the row's place. */
export type Choices = ReadonlyMap<number, string>

/** Whether the person may choose. */
export const asks = ({ verdict }: Pick<ShipmentRow, 'verdict'>) => verdict === 'guess' || verdict === 'ambiguous' || verdict === 'contradicted'

/** With another choice; null takes it back. Of two rows that contradict each other one at most is chosen. */
export function chosen(rows: readonly ShipmentRow[], before: Choices, place: number, order: string | null): Choices {
  const after = new Map(before)
  if (order === null) after.delete(place)
  else {
    if (rows[place]?.verdict === 'contradicted') for (const [other, id] of before) if (id === order && rows[other]?.verdict === 'contradicted') after.delete(other)
    after.set(place, order)
  }
  return after
}

/** With every guess accepted. */
export function allAccepted(rows: readonly ShipmentRow[], before: Choices): Choices {
  const guesses = rows.flatMap(({ verdict, orderId }, place) => (verdict === 'guess' && orderId !== null ? [[place, orderId] as const] : []))
  return new Map([...before, ...guesses])
}

export type Taken = {
  writes: Write[]
  /** Places of rows that, as they were chosen, give one order different numbers: none of them is taken. */
  clashing: ReadonlySet<number>
}

/** What goes into the sheet: the rows that are ready, and those that the person has chosen. */
export function takenOf(rows: readonly ShipmentRow[], choices: Choices): Taken {
  const byOrder = new Map<string, { place: number; number: string }[]>()
  rows.forEach((row, place) => {
    const order = row.verdict === 'ready' ? row.orderId : (choices.get(place) ?? null)
    if (order !== null) byOrder.set(order, [...(byOrder.get(order) ?? []), { place, number: row.number }])
  })
  const writes: Write[] = []
  const clashing = new Set<number>()
  for (const [id, lines] of byOrder) {
    const isOne = new Set(lines.map(({ number }) => number.toUpperCase())).size === 1
    if (isOne) writes.push({ id, number: lines[0]?.number ?? '' })
    else for (const { place } of lines) clashing.add(place)
  }
  return { writes, clashing }
}

/** What a pasted table may write at once: lines without a doubt, for orders that are in the sheet. */
export function plain(rows: readonly ShipmentRow[], isOrder: (id: string) => boolean): Write[] {
  return rows.flatMap(({ verdict, orderId, number, hints }) => (verdict === 'ready' && orderId !== null && !hints.length && isOrder(orderId) ? [{ id: orderId, number }] : []))
}
