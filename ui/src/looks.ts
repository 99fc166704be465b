/** What the screens call a wish that was saved and can't leave by itself. */
import { app } from './app.svelte'

/** Queued means that it goes out by itself: not while its shop asks to be connected again. */
export function shownLook<L extends string>(look: L): L | 'held' {
  return look === 'queued' && app.needsConnect ? 'held' : look
}
