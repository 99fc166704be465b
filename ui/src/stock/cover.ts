/** For how long what is left of a SKU lasts, in words: days are rounded down, so that none is promised that isn't there. */
import { salesText } from './salesText'

/** From here on a row is marked: until then new goods can hardly come. */
const SOON = 3
/** Beyond, a pace says nothing any more. */
const MOST = 90

/** `told` is what is read out; null where nothing can be told. */
export type Cover = { shown: string; told: string | null; isSoon: boolean }

export function coverOf(days: number | null): Cover {
  if (days === null) return { shown: salesText.untold, told: null, isSoon: false }
  if (days <= 0) return { shown: salesText.soldOut, told: salesText.soldOut, isSoon: true }
  if (days > MOST) return { shown: salesText.moreThan(MOST), told: salesText.inMoreThan(MOST), isSoon: false }
  const whole = Math.floor(days)
  const shown = whole ? salesText.days(whole) : salesText.lessThanOne
  const told = whole ? salesText.inDays(whole) : salesText.inLessThanOne
  return days <= SOON ? { shown: salesText.out(shown), told: salesText.out(told), isSoon: true } : { shown, told, isSoon: false }
}
