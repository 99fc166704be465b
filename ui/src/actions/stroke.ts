/** One press of a key, written the way the actions write theirs. */

export type Press = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** Whether this is a Mac, where ⌘ is what Ctrl is elsewhere. */
export const isMac = ({ platform, userAgent }: Pick<Navigator, 'platform' | 'userAgent'> = navigator) => /mac/i.test(platform || userAgent)

const modifiers = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'Fn', 'NumLock'])
export const isModifier = ({ key }: Pick<Press, 'key'>) => modifiers.has(key)

/** Whether an input method has the key. WebKit tells the one that ends a composition only by its old number. */
export const composes = ({ isComposing, keyCode }: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>) => isComposing || keyCode === 229

/**
 * `g`, `?`, `ArrowDown`, `Mod+K`, `Mod+Shift+Z`, `Alt+H`, `Mod+1`; null for what no action can have,
 * as the other command key. Shift is part of what a letter or sign is, and named only beside other keys.
 */
export function strokeOf(press: Press, mac: boolean): string | null {
  const [command, other] = mac ? [press.metaKey, press.ctrlKey] : [press.ctrlKey, press.metaKey]
  if (other) return null
  const key = keyOf(press)
  const isSign = [...key].length === 1
  if (isSign && !command && !press.altKey) return key
  const held = [command && 'Mod', press.altKey && 'Alt', press.shiftKey && 'Shift'].filter(Boolean)
  return [...held, isSign ? key.toUpperCase() : key].join('+')
}

/**
 * A letter by what is printed on it, and by its place where that is no Latin one (a Thai or Russian layout) or
 * Option has made another sign of it. With a command key a digit goes by its place: on some keyboards it takes Shift.
 */
function keyOf({ key, code, altKey, ctrlKey, metaKey }: Press): string {
  const place = /^(?:Key([A-Z])|Digit([0-9]))$/.exec(code)
  if (place?.[2] && (ctrlKey || metaKey)) return place[2]
  if (place?.[1] && (altKey || isForeign(key))) return place[1].toLowerCase()
  return key === ' ' ? 'Space' : key
}

const isForeign = (key: string) => [...key].length === 1 && key > '\u007f' && !/\p{Script=Latin}/u.test(key)

/** The keys of one way to ask, stroke by stroke, as they are printed on this computer's keyboard. */
export function caps(way: string, mac: boolean): string[] {
  return way.split(' ').flatMap((stroke) => stroke.split(/(?<=.)\+(?=.)/).map((key) => printed(key, mac)))
}

const onMac: Record<string, string> = { Mod: '⌘', Alt: '⌥', Shift: '⇧', Enter: '⏎', Delete: '⌦', Backspace: '⌫' }
const anywhere: Record<string, string> = { Mod: 'Ctrl', ArrowDown: '↓', ArrowUp: '↑', ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc' }

function printed(key: string, mac: boolean): string {
  return (mac ? onMac[key] : undefined) ?? anywhere[key] ?? (key.length === 1 ? key.toUpperCase() : key)
}
