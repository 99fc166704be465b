/** The screens beside the orders, and the one dialog of all of them that is seldom opened. */
import { later, readLater, readSoon, soon } from '../later'
import { painted } from '../pace'
import { warmMore } from '../warm'

/** By then the orders are there, on a slow computer too; in milliseconds. */
const FIRST_PICTURE = 2_000

export const screens = {
  today: later(() => import('../today/TodayScreen.svelte')),
  pack: later(() => import('../pack/PackScreen.svelte')),
  stock: later(() => import('../stock/StockScreen.svelte')),
  activity: later(() => import('../activity/ActivityScreen.svelte')),
  settings: later(() => import('../settings/SettingsScreen.svelte')),
  connect: later(() => import('../connect/ConnectScreen.svelte')),
  sealed: later(() => import('./Sealed.svelte')),
}

/** Over any of the screens. */
export const palette = soon(() => import('./Palette.svelte'))
export const shortcuts = soon(() => import('./Shortcuts.svelte'))

export const unbidden = later(() => import('../connect/UnbiddenSignIn.svelte'))

export const undoDialog = later(() => import('../activity/UndoDialog.svelte'))

/** Reads the code of all of them, and looks up what they are written in, so that none is waited for; the returned function calls that off. */
export function readAhead(): () => void {
  void painted().then(readSoon)
  const timer = setTimeout(() => {
    void readLater()
    warmMore()
  }, FIRST_PICTURE)
  return () => clearTimeout(timer)
}
