/** The day in words, and how urgent it is. Pure: the screen says what time it is. */
import { count } from '../format'
import type { Today } from '../host'
import { LOCALE } from '../locale'
import { text } from '../text'
import { DAY, dueText, HOUR } from './clock'

/** How a deadline looks: calm while it is more than a day away, red from two hours on. */
export type Urgency = 'calm' | 'warn' | 'bad'

export function urgencyOf(due: string, now: number): Urgency {
  const left = Date.parse(due) - now
  if (left < 2 * HOUR) return 'bad'
  return left < DAY ? 'warn' : 'calm'
}

type Asked = Pick<Today, 'late' | 'dueToday' | 'dueTomorrow' | 'toShip' | 'nextDue' | 'timeZone'>

/** What the day asks for, as one would say it across the packing table. */
export function dayInWords(asked: Asked, now: number): string {
  const { late, dueToday, dueTomorrow, toShip } = asked
  const { today } = text
  if (!toShip) return today.nothing
  if (late) return `${today.isLate(late)}${dueToday ? `; ${today.more(dueToday)}` : ''}.`
  if (dueToday) return `${leaveToday(asked, now)}; ${today.noneLate}.`
  const next = dueTomorrow ? today.tomorrow(dueTomorrow) : laterOn(asked, now)
  return next ? `${today.noneToday}; ${next}.` : `${today.noneToday}.`
}

function leaveToday({ dueToday, nextDue, timeZone }: Asked, now: number): string {
  const at = nextDue && dueText(nextDue, now, timeZone).split(' ').at(-1)
  return at && at < '23:55' ? text.today.leaveToday(dueToday, at) : text.today.leaveByEnd(dueToday)
}

function laterOn({ toShip, nextDue, timeZone }: Asked, now: number): string | null {
  return nextDue && text.today.later(toShip, dueText(nextDue, now, timeZone))
}

/** What is stuck: `2 refused, 1 answer lost`; that nothing is, where nothing is. */
export const stuckInWords = ({ refused, checking }: Pick<Today, 'refused' | 'checking'>) => text.today.stuckOf(refused, checking) || text.today.opens.stuck

/** Amounts together, exactly: decimal texts of at most four decimals never pass through a float. */
export function sumOf(amounts: string[]): string {
  const parts = amounts.map((amount) => /^(-?)(\d+)(?:\.(\d{1,4}))?$/.exec(amount))
  const units = (found: RegExpExecArray | null) => (found ? BigInt(`${found[1]}${found[2]}${(found[3] ?? '').padEnd(4, '0')}`) : 0n)
  const sum = parts.reduce((total, found) => total + units(found), 0n)
  const digits = String(sum < 0n ? -sum : sum).padStart(5, '0')
  const decimals = digits.slice(-4).replace(/0{1,2}$/, '')
  return `${sum < 0n ? '-' : ''}${digits.slice(0, -4)}.${decimals}`
}

/** Where the lines of a chart stand: from 0 by round steps to at least `most`. */
export function ticks(most: number): number[] {
  const rough = Math.max(most, 1) / 4
  const size = 10 ** Math.floor(Math.log10(rough))
  const step = Math.max(1, [1, 2, 5, 10].map((times) => times * size).find((one) => one >= rough) ?? rough)
  return Array.from({ length: Math.max(1, Math.ceil(most / step)) + 1 }, (_, at) => at * step)
}

/** A tick of the chart, short: `1,200`, `$2.5K`. Round numbers only, so that a float is exact enough. */
export function tickText(value: number, currency: string | null, isMoney: boolean): string {
  if (!isMoney) return count(value)
  const short = { notation: 'compact', maximumFractionDigits: 1, minimumFractionDigits: 0 } as const
  try {
    return new Intl.NumberFormat(LOCALE, currency ? { ...short, style: 'currency', currency } : short).format(value)
  } catch {
    return new Intl.NumberFormat(LOCALE, short).format(value)
  }
}
