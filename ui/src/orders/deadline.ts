/** What the card above an order says about its deadlines. Pure: the caller says what time it is. */
import type { OrderRow } from '../host'
import { text } from '../text'
import { DAY, dueWithZone, span } from '../today/clock'
import { urgencyOf, type Urgency } from '../today/words'

export type Deadline = { tone: Urgency; title: string; lines: string[]; isEstimate: boolean }
type Told = Pick<OrderRow, 'shipBy' | 'shipByEstimated' | 'collectBy'>

/** The card's words; null for an order without a deadline. */
export function deadlineOf({ shipBy, shipByEstimated, collectBy }: Told, now: number, zone: string): Deadline | null {
  const scan = collectBy && (Date.parse(collectBy) < now ? text.deadline.wasScan : text.deadline.scan)(dueWithZone(collectBy, now, zone))
  if (shipBy === null) return scan === null ? null : { tone: 'calm', title: text.deadline.scanTitle, lines: [scan], isEstimate: false }
  const left = Date.parse(shipBy) - now
  const at = dueWithZone(shipBy, now, zone)
  const lines = left < 0 ? [text.deadline.was(at)] : left < DAY ? [text.deadline.until(at)] : []
  return { tone: urgencyOf(shipBy, now), title: titleOf(left, at), lines: scan ? [scan] : lines, isEstimate: shipByEstimated }
}

function titleOf(left: number, at: string): string {
  if (left < 0) return text.deadline.late(span(left))
  return left < DAY ? text.deadline.within(span(left)) : text.deadline.by(at)
}
