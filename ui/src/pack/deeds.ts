/** What can be asked for at the pack station. Its field has the focus, so its keys are heard there. */
import type { Action } from '../actions/action'
import { described } from '../actions/catalogue'
import { evenInText } from '../actions/keyboard'
import { app } from '../app.svelte'
import { text } from '../text'
import type { Bench } from './bench.svelte'
import { isComplete } from './parcel'
import { sound } from './sound.svelte'

/** `empty` takes away what was typed; false where there was nothing. */
export type Ways = { empty: () => boolean; isEmpty: () => boolean }

export function atBench(bench: Bench, { empty, isEmpty }: Ways): Action[] {
  const isIdle = () => bench.station.phase.name === 'ready' && !bench.station.parcel
  const waits = () => {
    const { parcel, phase } = bench.station
    return phase.name === 'ready' && parcel !== null && !isComplete(parcel)
  }
  return described({
    'pack.hand': { run: () => void bench.feed({ type: 'byHand', line: null }), when: () => (waits() ? null : text.not.noPiece), hears: evenInText },
    'pack.clear': {
      run: () => void (empty() || void bench.feed({ type: 'escape' })),
      when: () => (isIdle() && isEmpty() ? text.not.nothingLeft : null),
      hears: evenInText,
    },
    'pack.sound': { run: () => mute(!sound.muted) },
  })
}

export function mute(muted: boolean) {
  sound.mute(muted)
  app.announce(muted ? text.pack.muted : text.pack.unmuted)
}
