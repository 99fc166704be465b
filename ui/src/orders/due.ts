/** Until when an order should leave, as words. Pure: the caller says what time it is, and where. */
import { counted } from '../format'
import { LOCALE } from '../locale'
import { text } from '../text'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** From here on the time is counted down. */
const COUNTED = 6 * HOUR
/** From here on it is alarming. */
const ALARMING = 2 * HOUR
/** Further away a weekday and a number could be any month's. */
const SAME_MONTH = 27

export type Due = {
  /** What the pill says. */
  words: string
  tone: 'bad' | 'warn' | 'grey'
  /** The moment itself with its zone, and whether it is an estimate. */
  told: string
}

export type Deadline = { shipBy: string | null; shipByEstimated: boolean }

/** Null where nothing waits to leave. `zone`: an IANA name; without one, this computer's. */
export function dueOf({ shipBy, shipByEstimated }: Deadline, now: number, zone?: string): Due | null {
  const at = shipBy === null ? NaN : Date.parse(shipBy)
  if (Number.isNaN(at)) return null
  const exact = formats(zone).exact.format(at)
  return { ...pillOf(at, now, zone), told: shipByEstimated ? text.table.dueEstimated(exact) : text.table.due(exact) }
}

function pillOf(at: number, now: number, zone?: string): Pick<Due, 'words' | 'tone'> {
  const left = at - now
  if (left <= 0) return { words: text.table.late(lateBy(-left)), tone: 'bad' }
  if (left < COUNTED) return { words: span(left), tone: left < ALARMING ? 'bad' : 'warn' }
  const { clock, weekday, date } = formats(zone)
  const days = dayNumber(at, zone) - dayNumber(now, zone)
  if (days === 0) return { words: text.table.today(clock.format(at)), tone: 'warn' }
  if (days === 1) return { words: text.table.tomorrow, tone: 'grey' }
  if (days > SAME_MONTH) return { words: date.format(at), tone: 'grey' }
  const [name, day] = ['weekday', 'day'].map((kind) => weekday.formatToParts(at).find(({ type }) => type === kind)?.value)
  return { words: `${name} ${day}`, tone: 'grey' }
}

/** `1 h 12 m`, `5 h`, `40 m`; the last minute counts as one. */
function span(ms: number): string {
  const minutes = Math.max(1, Math.floor(ms / MINUTE))
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  return [hours ? `${hours} h` : '', rest ? `${rest} m` : ''].filter(Boolean).join(' ')
}

/** Coarse: how late is no countdown. */
function lateBy(ms: number): string {
  if (ms < MINUTE) return ''
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} m`
  return ms < 2 * DAY ? `${Math.floor(ms / HOUR)} h` : counted(Math.floor(ms / DAY), 'day')
}

/** Counts calendar days in the zone, so that a day of 23 or 25 hours is one day. */
function dayNumber(at: number, zone?: string): number {
  const parts = formats(zone).parts.formatToParts(at)
  const [year, month, day] = ['year', 'month', 'day'].map((kind) => Number(parts.find(({ type }) => type === kind)?.value))
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1) / DAY
}

const made = new Map<string | undefined, ReturnType<typeof make>>()

/** Making a format costs more than a row of the table, so each zone's are made once. */
function formats(zone?: string) {
  const found = made.get(zone) ?? make(zone)
  made.set(zone, found)
  return found
}

function make(timeZone?: string) {
  const of = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(LOCALE, { ...(timeZone ? { timeZone } : {}), ...options })
  return {
    clock: of({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    weekday: of({ weekday: 'short', day: 'numeric' }),
    date: of({ month: 'short', day: 'numeric' }),
    parts: of({ year: 'numeric', month: 'numeric', day: 'numeric' }),
    exact: of({ weekday: 'short', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' }),
  }
}
