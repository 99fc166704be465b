/** The screens beside the orders: their code is read behind the first picture, or when one is asked for before that. */

import { warmMore } from '../warm'

/** By then the orders are there, on a slow computer too; in milliseconds. */
const FIRST_PICTURE = 2_000

const later = <Screen>(load: () => Promise<{ default: Screen }>) => {
  let loaded: Promise<Screen> | undefined
  return () => (loaded ??= load().then((code) => code.default))
}

export const screens = {
  today: later(() => import('../today/TodayScreen.svelte')),
  pack: later(() => import('../pack/PackScreen.svelte')),
  stock: later(() => import('../stock/StockScreen.svelte')),
  activity: later(() => import('../activity/ActivityScreen.svelte')),
  settings: later(() => import('../settings/SettingsScreen.svelte')),
}

/** Reads the code of all of them, and looks up what they are written in, so that none is waited for; the returned function calls that off. */
export function readAhead(): () => void {
  const timer = setTimeout(() => {
    Object.values(screens).forEach((screen) => void screen())
    warmMore()
  }, FIRST_PICTURE)
  return () => clearTimeout(timer)
}
