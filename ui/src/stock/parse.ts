/** What a typed text means for a stock level. */
import { count } from '../format'
import type { StockChange } from '../host'

/** The highest level that the shop takes. */
export const MAX_LEVEL = 99_999

/** What the person sees in a cell before they type: null where the shop does not tell it. */
export type Shown = number | null

export type Reading =
  /** Nothing typed: back to the shop's level. Empty is not zero. */
  | { kind: 'nothing' }
  /** What is there already. */
  | { kind: 'same' }
  | { kind: 'change'; change: StockChange; wanted: number }
  | { kind: 'wrong'; problem: string }

const wrong = (problem: string): Reading => ({ kind: 'wrong', problem })

const notANumber = wrong('This is not a number, and was not saved. Type a number from 0 to 99,999, or +5 or −3 to change it.')
const fractional = wrong('Stock is counted in whole pieces, so this was not saved. Type a number from 0 to 99,999.')
const unknownBase = wrong('The shop doesn’t tell this SKU’s own level, so nothing can be added to it. Type the whole number instead.')

/** One spelling for full-width digits, the many minus signs, and blanks. */
export function plain(typed: string): string {
  return typed.normalize('NFKC').replace(/[\u2010-\u2015\u2212]/gu, '-').replace(/\s/gu, '')
}

/** `1,234` is a whole number with a separator; `1,5` and `1.5` are fractions. */
function pieces(digits: string): number | null {
  if (/^\d{1,3}(,\d{3})+$/.test(digits)) return Number(digits.replaceAll(',', ''))
  return /^\d+$/.test(digits) ? Number(digits) : null
}

const looksFractional = (digits: string) => /^\d*[.,]\d*$/.test(digits) && /\d/.test(digits)

/** Why the shop would not take this level; null where it does. */
export function inRange(level: number): Reading | null {
  if (level < 0) return wrong(`Stock can’t go below 0: ${count(level).replace('-', '−')} was not saved. Type a number from 0 to 99,999.`)
  if (level > MAX_LEVEL) return wrong(`${count(level)} is more than the shop takes (99,999), and was not saved. Type a lower number.`)
  return null
}

function setting(level: number, shown: Shown): Reading {
  return inRange(level) ?? (level === shown ? { kind: 'same' } : { kind: 'change', change: { kind: 'set', level }, wanted: level })
}

function adding(amount: number, shown: Shown): Reading {
  if (amount === 0) return { kind: 'same' }
  if (shown === null) return unknownBase
  const wanted = shown + amount
  return inRange(wanted) ?? { kind: 'change', change: { kind: 'add', amount }, wanted }
}

/** Reads a typed text: `50` and `=50` set, `+5` and `-3` change. */
export function readTyped(typed: string, shown: Shown): Reading {
  const text = plain(typed)
  if (text === '') return { kind: 'nothing' }
  const [, sign = '', digits = ''] = /^(=-|=\+|[=+-])?(.*)$/.exec(text) ?? []
  const number = pieces(digits)
  if (number === null) return looksFractional(digits) ? fractional : notANumber
  if (sign === '+') return adding(number, shown)
  if (sign === '-') return adding(-number, shown)
  return setting(sign === '=-' ? -number : number, shown)
}

/** Reads a pasted text. In a spreadsheet `+5` is a five and `-3` a negative number. */
export function readPasted(pasted: string, shown: Shown): Reading {
  const text = plain(pasted)
  return text === '' || text.startsWith('=') ? readTyped(text, shown) : readTyped(`=${text}`, shown)
}

/** How a change is written, so that it can be edited again. */
export function written(change: StockChange): string {
  if (change.kind === 'set') return String(change.level)
  return change.amount < 0 ? `−${-change.amount}` : `+${change.amount}`
}
