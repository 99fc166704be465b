/** The shortcuts that work everywhere. Pure: says what a key means, does nothing itself. */
import type { Screen } from '../route.svelte'

export type Meaning = { go: Screen } | 'search' | 'shortcuts' | 'leader' | null

const places: Record<string, Screen> = { o: 'orders', s: 'stock', a: 'activity', ',': 'settings' }

export type Stroke = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>

/** `afterG`: whether the stroke before was a `g`. */
export function meaning({ key, ctrlKey, metaKey, altKey }: Stroke, afterG: boolean): Meaning {
  if (ctrlKey || metaKey || altKey) return null
  const place = places[key]
  if (afterG && place) return { go: place }
  if (key === 'g') return 'leader'
  if (key === '/') return 'search'
  return key === '?' ? 'shortcuts' : null
}

/** Whether keys are text here, and not shortcuts. */
export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.closest('dialog')) return true
  return target.matches('input:not([type=radio]), textarea, select')
}
