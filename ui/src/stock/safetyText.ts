/** The words of the safety rules: what is low, and what is kept back. */
import { count, counted } from '../format'
import type { Runaway } from '../host'

const nameOf = ({ product, sellerSku, skuId }: Runaway) => product || sellerSku || skuId
const codeOf = ({ sellerSku, skuId }: Runaway) => sellerSku || skuId

/** How fast it sells, and for how long what is left will do. */
function paceOf({ perHour, left, hoursLeft }: Runaway): string {
  const pace = `${count(Math.round(perHour))} an hour`
  if (left <= 0) return `${pace}, nothing left.`
  const hours = Math.round(hoursLeft)
  return `${pace}, ${count(left)} left for ${hoursLeft < 1 ? 'less than an hour' : `about ${counted(hours, 'hour')}`}.`
}

export const safetyText = {
  way: 'Safety rules…',
  title: 'Safety rules',
  lead: 'A level of so many pieces or fewer is low. What you keep back is not offered when you count your stock; a level that you type is sent as you type it.',
  order: 'A SKU’s own number comes first, then its warehouse’s, then the shop’s. An empty field leaves it to the next one.',
  columns: { about: 'About', lowAt: 'Low at', keptBack: 'Keep back' },
  shop: 'The whole shop',
  warehouses: 'Warehouses',
  selected: (skus: number) => (skus === 1 ? 'Selected SKU' : 'Selected SKUs'),
  several: (skus: number) => counted(skus, 'SKU'),
  everywhere: 'In each warehouse',
  none: 'Select SKUs in the grid to give them numbers of their own.',
  field: (what: string, about: string) => `${what}, ${about}`,
  different: 'various',
  /** What counts while a field is empty, and where it comes from. */
  from: {
    usual: (pieces: number) => `${count(pieces)}, as is usual`,
    shop: (pieces: number) => `${count(pieces)}, as the shop`,
    warehouses: (least: number, most: number) => (least === most ? `${count(least)}, as its warehouses` : `${count(least)} to ${count(most)}, as its warehouses`),
    nothing: 'nothing',
  },
  bad: (typed: string) => `“${typed}” is not a number of pieces, so the old one still counts. Type a whole number from 0 to 99,999, or leave the field empty.`,
  saved: (about: string, what: string, pieces: number | null) => `${about}: ${what.toLowerCase()} ${pieces === null ? 'is left to the next rule' : count(pieces)}.`,
  low: 'Running low',
  keepsBack: (pieces: number) => `Keeps back ${count(pieces)} when you count`,
  alsoKeepsBack: (pieces: number) => `keeps back ${count(pieces)} when counted`,
  hours: {
    name: 'Alert within',
    title: 'Running out within',
    unit: 'hours',
    off: 'off',
    hint: 'Tells you when something sells at three times its usual pace or faster and will be gone within so many hours. Empty turns it off.',
    saved: (hours: number | null) => (hours ? `You are told of what is gone within ${counted(hours, 'hour')}.` : 'You are not told of what runs out.'),
  },
  run: {
    list: 'Running out',
    name: nameOf,
    code: codeOf,
    pace: paceOf,
    sentence: (run: Runaway) => `${nameOf(run)} is running out: ${paceOf(run)}`,
    show: 'Show',
    seen: 'Seen',
    showOf: (run: Runaway) => `Show ${codeOf(run)} in stock`,
    seenOf: (run: Runaway) => `Seen, ${codeOf(run)}`,
  },
  close: 'Close',
}
