/** Long work, done in slices so short that the page hears keys and paints frames in between. */

/** The page's time, and a turn for all that waits in it. */
export type Turns = { now: () => number; pass: () => Promise<void> }

/** Milliseconds: half a frame, so that what is drawn for it has room beside it. */
const SLICE = 8

/** Milliseconds in which what waits for a timer has its turn, too. */
const TIMERS = 24

let timersHad = -Infinity

let channel: MessageChannel | null = null
const waiting: (() => void)[] = []

/** One channel for all turns: WebKit keeps books of every one there was, and each costs all that comes after it. */
function port(): MessagePort {
  channel ??= new MessageChannel()
  channel.port1.onmessage ??= () => waiting.shift()?.()
  return channel.port2
}

/** Behind what waits now: mostly sooner than a timer, which begins to lag when it is set again and again. */
function pass(): Promise<void> {
  const now = performance.now()
  if (now - timersHad > TIMERS) {
    timersHad = now
    return new Promise((turn) => setTimeout(turn))
  }
  return new Promise((turn) => {
    waiting.push(turn)
    port().postMessage(null)
  })
}

export const page: Turns = { now: () => performance.now(), pass }

/** For work that goes on for long: resolves at once while a slice lasts, and then behind what the page has waiting. */
export function breath(turns = page): () => Promise<void> | undefined {
  let end = turns.now() + SLICE
  return () => (turns.now() < end ? undefined : turns.pass().then(() => void (end = turns.now() + SLICE)))
}

/** Does `act` with each, in order, beginning in a turn of its own. What is added to `things` meanwhile has its turn as well. */
export async function inSlices<T>(things: Iterable<T>, act: (thing: T) => void, turns = page): Promise<void> {
  let end = -Infinity
  for (const thing of things) {
    if (turns.now() >= end) {
      await turns.pass()
      end = turns.now() + SLICE
    }
    act(thing)
  }
}
