/** The words beside the levels: what sells, and for how long what is left of it lasts. */
import { count, counted } from '../format'

export const salesText = {
  columns: { lasts: 'Lasts', lastDays: 'Last 12 days' },
  lastsHint: 'Days until none are left, at the pace of the last 28 days.',
  days: (days: number) => `${count(days)} d`,
  inDays: (days: number) => counted(days, 'day'),
  lessThanOne: '< 1 d',
  inLessThanOne: 'less than a day',
  moreThan: (days: number) => `${count(days)} d+`,
  inMoreThan: (days: number) => `more than ${counted(days, 'day')}`,
  out: (when: string) => `out in ${when}`,
  soldOut: 'sold out',
  untold: '–',
  sold: (sold: number[]) => {
    const pieces = (number: number) => count(number)
    const all = sold.reduce((sum, number) => sum + number, 0)
    return `${counted(sold.length, 'day')}: ${all ? `${pieces(all)} sold, ${pieces(sold.at(-2) ?? 0)} yesterday` : 'none sold'}`
  },
}
