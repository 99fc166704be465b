/** What a typed text means for a stock level. */
import { count } from '../format'
import type { StockChange } from '../host'
import { sumOf, timesOf, wholeOf, type Computed } from './sums'

/** The highest level that the shop takes. */
export const MAX_LEVEL = 99_999

/** What the person sees in a cell before they type: null where the shop does not tell it. */
export type Shown = number | null

export type Reading =
  /** Nothing typed: back to the shop's level. Empty is not zero. */
  | { kind: 'nothing' }
  /** What is there already. */
  | { kind: 'same' }
  | { kind: 'change'; change: StockChange; wanted: number; /** What was typed makes no whole number, and this is the one below it. */ rounded?: boolean }
  | { kind: 'wrong'; problem: string }

const wrong = (problem: string): Reading => ({ kind: 'wrong', problem })

const notANumber = wrong('This is not a number, and was not saved. Type a number from 0 to 99,999, or +5 or −3 to change it.')
const fractional = wrong('Stock is counted in whole pieces, so this was not saved. Type a number from 0 to 99,999.')
const noFactor = wrong('Levels are multiplied and divided by whole numbers, such as *2 or /2. This was not saved.')
const byZero = wrong('Nothing can be divided by 0, so this was not saved.')
const unknownBase = wrong('The shop doesn’t tell this SKU’s own level, so nothing can be added to it. Type the whole number instead.')

/** One spelling for full-width digits, the many minus signs, the signs of a sum, and blanks. */
export function plain(typed: string): string {
  return typed.normalize('NFKC').replace(/[\u2010-\u2015\u2212]/gu, '-').replaceAll('×', '*').replaceAll('÷', '/').replace(/\s/gu, '')
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

/** A set from what was seen: no change on top of whatever the shop has, so a sale in between becomes a conflict. */
function computed(computed: Computed, shown: Shown): Reading {
  if ('problem' in computed) return computed.problem === 'byZero' ? byZero : noFactor
  // Of a nought and a number beyond all counting.
  if (Number.isNaN(computed.level)) return notANumber
  const reading = setting(computed.level, shown)
  return reading.kind === 'change' && computed.rounded ? { ...reading, rounded: true } : reading
}

/** Reads a typed text: `50` and `=50` set, `+5` and `-3` change, `*2` and `/2` multiply and divide; `=12*4` is a sum. */
export function readTyped(typed: string, shown: Shown): Reading {
  const text = plain(typed)
  if (text === '') return { kind: 'nothing' }
  if (/^[*/]/.test(text)) return shown === null ? unknownBase : computed(timesOf(text, shown), shown)
  const sum = sumOf(text)
  return sum ? computed(sum, shown) : readNumber(text, shown)
}

function readNumber(text: string, shown: Shown): Reading {
  const [, sign = '', digits = ''] = /^(=-|=\+|[=+-])?(.*)$/.exec(text) ?? []
  const number = wholeOf(digits)
  if (number === null) return looksFractional(digits) ? fractional : notANumber
  if (sign === '+') return adding(number, shown)
  if (sign === '-') return adding(-number, shown)
  return setting(sign === '=-' ? -number : number, shown)
}

/** Reads a pasted text. In a spreadsheet `+5` is a five and `-3` a negative number, and `12/4` may be a day. */
export function readPasted(pasted: string, shown: Shown): Reading {
  const text = plain(pasted)
  return text === '' || text.startsWith('=') ? readTyped(text, shown) : readNumber(`=${text}`, shown)
}

/** A pasted text as a change of what is there: its sign counts, and a bare number is one more of it. */
export function asAdjustment(pasted: string): string {
  const text = plain(pasted)
  return /^\d/.test(text) ? `+${text}` : text
}

/** How a change is written, so that it can be edited again. */
export function written(change: StockChange): string {
  if (change.kind === 'set') return String(change.level)
  return change.amount < 0 ? `−${-change.amount}` : `+${change.amount}`
}
