/** Days, hours and what is left until a deadline, by the seller's own clock. Pure: the caller says what time it is. */
import { LOCALE } from '../locale'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** A zone that this web view knows: the one asked for, or else the computer's own. */
export function knownZone(name: string | null): string {
  const own = new Intl.DateTimeFormat(LOCALE).resolvedOptions().timeZone
  try {
    return name ? new Intl.DateTimeFormat(LOCALE, { timeZone: name }).resolvedOptions().timeZone : own
  } catch {
    return own
  }
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Formats are dear to make, and the clock asks for the same few every second. */
function format(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${JSON.stringify(options)}`
  const found = formats.get(key) ?? new Intl.DateTimeFormat(LOCALE, { ...options, timeZone: zone })
  formats.set(key, found)
  return found
}

const timeOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
const dayOptions = { weekday: 'short', month: 'short', day: 'numeric' } as const
const wholeOptions = { year: 'numeric', month: '2-digit', day: '2-digit', second: '2-digit', ...timeOptions } as const

/** What the seller's clock shows at a moment, as if it were UTC: milliseconds. */
function wall(at: number, zone: string): number {
  const parts = format(zone, wholeOptions).formatToParts(at)
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value)
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
}

/** How far the seller's clock is ahead of UTC at a moment, in milliseconds. */
const ahead = (at: number, zone: string) => wall(at, zone) - Math.floor(at / 1000) * 1000

/** The day on the seller's calendar, counted from 1970: the next one is one more, whatever the clocks do. */
export const dayAt = (at: number, zone: string) => Math.floor(wall(at, zone) / DAY)

/** 0 for Monday to 6 for Sunday. The first day of 1970 was a Thursday. */
export const weekdayOf = (day: number) => (((day + 3) % 7) + 7) % 7

/** When a day begins for the seller. Where its midnight is skipped it begins right after, where there are two with the first. */
export function dayBegins(day: number, zone: string): number {
  const midnight = day * DAY
  const before = ahead(midnight - DAY, zone)
  const after = ahead(midnight + DAY, zone)
  const early = midnight - before
  const late = midnight - after
  return ahead(early, zone) !== before && ahead(late, zone) === after ? late : early
}

/** The day of a text like `2026-03-10`, as `dayAt` counts. */
export const dayOf = (text: string) => Math.floor(Date.parse(`${text}T00:00:00Z`) / DAY)

/** A counted day as `Mar 10`, or `Tue, Mar 10`. */
export const dayText = (day: number, long = false) => format('UTC', long ? dayOptions : { month: 'short', day: 'numeric' }).format(day * DAY)

/** A span in the coarsest words that still tell what to do: `3 h 40 m`, `12 m`, `2 d 5 h`. It never promises more than there is. */
export function span(milliseconds: number): string {
  const minutes = Math.floor(Math.abs(milliseconds) / MINUTE)
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60)]
  const two = (first: string, rest: number, unit: string) => (rest ? `${first} ${rest} ${unit}` : first)
  if (days) return two(`${days} d`, hours % 24, 'h')
  if (hours) return two(`${hours} h`, minutes % 60, 'm')
  return minutes ? `${minutes} m` : 'less than 1 m'
}

/** A moment beside now: `today 18:00`, `tomorrow 23:59`, `Fri, Nov 27, 23:59`. */
export function dueText(at: string, now: number, zone: string): string {
  const due = Date.parse(at)
  if (Number.isNaN(due)) return at
  const time = format(zone, timeOptions).format(due)
  const words: Record<number, string> = { [-1]: 'yesterday', 0: 'today', 1: 'tomorrow' }
  const word = words[dayAt(due, zone) - dayAt(now, zone)]
  return word ? `${word} ${time}` : `${format(zone, dayOptions).format(due)}, ${time}`
}

/** The same with the zone's short name: `today 18:00 EST`. */
export const dueWithZone = (at: string, now: number, zone: string) => `${dueText(at, now, zone)} ${zoneShort(Date.parse(at), zone)}`.trim()

/** `PST`, or `GMT+7` where nobody says a name. */
export function zoneShort(at: number, zone: string): string {
  if (Number.isNaN(at)) return ''
  const parts = format(zone, { timeZoneName: 'short' }).formatToParts(at)
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
}

/** `America/New_York` as `New York time`. */
export function zoneWords(zone: string): string {
  const place = zone.split('/').at(-1)?.replaceAll('_', ' ')
  return zone.includes('/') && !zone.startsWith('Etc/') ? `${place} time` : zone
}
