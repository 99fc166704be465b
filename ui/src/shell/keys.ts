/** The shortcuts that work everywhere. Pure: says what a key means, does nothing itself. */
import type { Screen } from '../route.svelte'

export type Meaning = { go: Screen } | { shop: number } | 'search' | 'shortcuts' | 'leader' | null

const places: Record<string, Screen> = { t: 'today', o: 'orders', s: 'stock', a: 'activity', ',': 'settings' }

export type Stroke = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** `afterG`: whether the stroke before was a `g`. */
export function meaning(stroke: Stroke, afterG: boolean): Meaning {
  const { key, ctrlKey, metaKey, altKey } = stroke
  if (ctrlKey || metaKey || altKey) return shopKey(stroke)
  const place = places[key]
  if (afterG && place) return { go: place }
  if (key === 'g') return 'leader'
  if (key === '/') return 'search'
  return key === '?' ? 'shortcuts' : null
}

/** Ctrl or Cmd and a digit is the shop at that place, counted from 0. By the key's place: on some keyboards a digit takes Shift. */
function shopKey({ code, ctrlKey, metaKey, altKey, shiftKey }: Stroke): Meaning {
  const digit = /^Digit([1-9])$/.exec(code)?.[1]
  if (digit === undefined || ctrlKey === metaKey || altKey || shiftKey) return null
  return { shop: Number(digit) - 1 }
}

/** Whether keys are text here, and not shortcuts. */
export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.closest('dialog')) return true
  return target.matches('input:not([type=radio], [type=checkbox]), textarea, select')
}
