/** Conditions on the order list, one chip each: what they say, and what is typed for them. Pure. */
import { count, once } from '../format'
import type { DueChip, OrderChips, OrderChoices, OrderFilter } from '../host'
import { LOCALE } from '../locale'
import { text } from '../text'
import { noChips } from './firstQuery'

/** Conditions of which any of several values will do. */
export const listChips = ['statuses', 'warehouses', 'regions', 'tags'] as const
/** Conditions between two typed values. */
export const rangeChips = ['quantity', 'total', 'placed'] as const
export type ListChip = (typeof listChips)[number]
export type RangeChip = (typeof rangeChips)[number]
export type ChipId = ListChip | RangeChip | 'due' | 'goods'

/** In the order of the menu. */
export const chipIds: ChipId[] = ['statuses', 'due', 'warehouses', 'goods', 'quantity', 'total', 'placed', 'regions', 'tags']
export const dues: DueChip[] = ['late', 'today', 'tomorrow', 'day', 'three_days', 'week']

export const isList = (id: ChipId): id is ListChip => listChips.some((one) => one === id)
export const isRange = (id: ChipId): id is RangeChip => rangeChips.some((one) => one === id)

/** Both ends of a range as text; empty where it is open. */
export function endsOf(chips: OrderChips, id: RangeChip): [from: string, to: string] {
  return [`${chips[`${id}From`] ?? ''}`, `${chips[`${id}To`] ?? ''}`]
}

export function isOn(chips: OrderChips, id: ChipId): boolean {
  if (isList(id)) return chips[id].length > 0
  if (isRange(id)) return endsOf(chips, id).some(Boolean)
  return id === 'due' ? chips.due !== null : chips.goods !== ''
}

export function without(chips: OrderChips, id: ChipId): OrderChips {
  return isRange(id) ? { ...chips, [`${id}From`]: null, [`${id}To`]: null } : { ...chips, [id]: noChips[id] }
}

/** What a chip says after its name. */
export function valueOf(chips: OrderChips, id: ChipId, choices: OrderChoices | null): string {
  if (isList(id)) return anyOf(chips[id].map((value) => choices?.[id].find((one) => one.value === value)?.name ?? plain(value)))
  if (isRange(id)) return between(id, ...endsOf(chips, id))
  if (id === 'due') return chips.due ? text.chips.dues[chips.due] : ''
  return chips.goods && `“${chips.goods}”`
}

/** The shop's word, until its name is read. */
const plain = (value: string) => (/^[A-Z_]+$/.test(value) && value.length > 3 ? value.charAt(0) + value.slice(1).toLowerCase().replaceAll('_', ' ') : value)

/** Two are named, more are counted. */
function anyOf(names: string[]): string {
  const [first = '', ...others] = names
  if (others.length > 1) return text.chips.more(first, others.length)
  return others[0] === undefined ? first : text.chips.or(first, others[0])
}

function between(id: RangeChip, from: string, to: string): string {
  const [least, most] = [from, to].map((end) => (id === 'placed' ? dayText(end) : id === 'quantity' && end ? count(Number(end)) : end))
  if (!from && !to) return ''
  if (from && to) return from === to ? `${least}` : `${least} – ${most}`
  return from ? text.chips.from(`${least}`, id === 'placed') : text.chips.to(`${most}`, id === 'placed')
}

const day = once(() => new Intl.DateTimeFormat(LOCALE, { month: 'short', day: 'numeric', year: 'numeric', timeZone: 'UTC' }))
const dayText = (iso: string) => (iso ? day().format(Date.parse(`${iso}T00:00Z`)) : '')

/** What was typed for a range: the chips with it, or why not and at which end. */
export type Typed = { chips: OrderChips } | { end: 0 | 1; problem: string }

export function typedRange(chips: OrderChips, id: RangeChip, from: string, to: string): Typed {
  const ends = [read(id, from), read(id, to)]
  const bad = ends.indexOf(undefined)
  if (bad !== -1) return { end: bad as 0 | 1, problem: text.chips.bad[id] }
  const [least, most] = ends
  if (least && most && isAbove(id, least, most)) return { end: 1, problem: text.chips.crossed }
  const value = (end: string | undefined) => (end ? (id === 'quantity' ? Number(end) : end) : null)
  return { chips: { ...chips, [`${id}From`]: value(least), [`${id}To`]: value(most) } }
}

const isAbove = (id: RangeChip, least: string, most: string) => (id === 'placed' ? least > most : Number(least) > Number(most))

/** A typed end in its plain form; undefined where it is none. */
function read(id: RangeChip, typed: string): string | undefined {
  const plain = typed.trim()
  if (!plain) return ''
  if (id === 'placed') return isDay(plain) ? plain : undefined
  const figure = plain.replace(/^\p{Sc}/u, '').replace(/,(?=\d{3}(?:\D|$))/g, '').trim()
  const isFigure = (id === 'quantity' ? /^\d{1,9}$/ : /^\d{1,12}(\.\d{1,4})?$/).test(figure)
  return isFigure ? figure : undefined
}

/** A day that there is: `2026-02-30` is none. */
function isDay(typed: string): boolean {
  const at = /^\d{4}-\d\d-\d\d$/.test(typed) ? Date.parse(`${typed}T00:00Z`) : NaN
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(typed)
}

/** Whether two filters show the same: what was pasted or selected is of the moment, and no part of a view. */
export function isSameFilter(one: OrderFilter, other: OrderFilter): boolean {
  return formOf(one) === formOf(other)
}

/** Whether two lists hold the same orders, if in another order. */
export function isSameButSorting(one: OrderFilter, other: OrderFilter): boolean {
  return one.pasted === other.pasted && one.selected === other.selected && isSameFilter({ ...one, sort: null }, { ...other, sort: null })
}

function formOf({ tab, search, chips, sort }: OrderFilter): string {
  const values = chipIds.map((id) => (isList(id) ? chips[id].toSorted() : isRange(id) ? endsOf(chips, id) : chips[id]))
  return JSON.stringify([tab, search.trim(), values, sort && [sort.by, sort.descending]])
}
