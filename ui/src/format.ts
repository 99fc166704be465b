/** Numbers, money and times as the person reads them. Pure: the caller says what time it is. */
import { LOCALE } from './locale'

/** Made when it is first needed: the first of them takes longer than a screenful of what it formats. */
export function once<Made>(make: () => Made): () => Made {
  let made: Made | undefined
  return () => (made ??= make())
}

const dates = (options: Intl.DateTimeFormatOptions) => once(() => new Intl.DateTimeFormat(LOCALE, options))

const whole = once(() => new Intl.NumberFormat(LOCALE))
const clock = dates({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const seconds = dates({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
const day = dates({ month: 'short', day: 'numeric' })
const wholeDate = dates({ day: 'numeric', month: 'long', year: 'numeric' })
const dayOfYear = dates({ month: 'short', day: 'numeric', year: 'numeric' })

/** `48122` as `48,122`. */
export function count(value: number): string {
  return whole().format(value)
}

/** `counted(1, 'order')` as `1 order`, `counted(1200, 'order')` as `1,200 orders`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`
}

const currencies = new Map<string, Intl.NumberFormat>()

/** Making a format costs more than a row of a table, so each currency's is made once. */
function formatOf(currency: string): Intl.NumberFormat {
  const found = currencies.get(currency) ?? new Intl.NumberFormat(LOCALE, { style: 'currency', currency })
  currencies.set(currency, found)
  return found
}

/** A decimal text as money. It never becomes a floating-point number on the way. */
export function money(amount: string, currency: string | null): string {
  const exact = amount as Intl.StringNumericLiteral
  try {
    if (currency) return formatOf(currency).format(exact)
  } catch {
    // Not a currency code that Intl knows: the plain number is still right.
  }
  return amount.replace(/(?<!\.\d*)\B(?=(\d{3})+(?!\d))/g, ',')
}

/** How long ago, coarser the longer: `12 s ago`, `3 min ago`, `2 h ago`, `4 days ago`. */
export function ago(at: string, now: number): string {
  const seconds = Math.floor((now - Date.parse(at)) / 1000)
  if (seconds < 1) return 'just now'
  if (seconds < 60) return `${seconds} s ago`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`
  return `${counted(Math.floor(seconds / 86_400), 'day')} ago`
}

/** Time until then: `8 s`, `4 min`; null once it is over. */
export function until(at: string, now: number): string | null {
  const seconds = Math.ceil((Date.parse(at) - now) / 1000)
  if (seconds <= 0) return null
  return seconds < 60 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`
}

/** Time of day for today, the day for this year, the whole date before. */
export function when(at: string, now: number): string {
  const then = new Date(at)
  const today = new Date(now)
  if (Number.isNaN(then.getTime())) return at
  if (then.toDateString() === today.toDateString()) return clock().format(then)
  return (then.getFullYear() === today.getFullYear() ? day : dayOfYear)().format(then)
}

/** The whole date, for what lies far ahead: `3 March 2027`. */
export function date(at: string): string {
  const then = new Date(at)
  return Number.isNaN(then.getTime()) ? at : wholeDate().format(then)
}

/** Day and time, for what happened at a moment: only the time today, the year only when it is another. */
export function moment(at: string, now: number): string {
  const then = new Date(at)
  if (Number.isNaN(then.getTime())) return at
  const date = when(at, now)
  const time = clock().format(then)
  return date === time ? time : `${date}, ${time}`
}

/** Day and time to the second, for a log. */
export function stamp(at: string, now: number): string {
  const then = new Date(at)
  if (Number.isNaN(then.getTime())) return at
  const date = when(at, now)
  const time = seconds().format(then)
  return then.toDateString() === new Date(now).toDateString() ? time : `${date}, ${time}`
}

/** The level that a title ends with, read as a number: `Set stock to 4321` as `Set stock to 4,321`. */
export function withSeparators(title: string): string {
  return title.replace(/(?<= )\d{4,}$/, (digits) => count(Number(digits)))
}

/** The first letters of up to two words, for the shop's badge. */
export function initials(name: string): string {
  const letters = name.trim().split(/\s+/).slice(0, 2).map((word) => [...word][0] ?? '')
  return letters.join('').toLocaleUpperCase(LOCALE) || '·'
}
