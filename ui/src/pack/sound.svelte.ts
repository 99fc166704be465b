/** The station's tones, made when they are first needed. What they say stands on the screen as well. */
import type { Signal } from './station'

/** From `at` on for `long`, in seconds; hertz; `loud` from 0 to 1. */
type Tone = { at: number; long: number; pitch: number; shape: OscillatorType; loud: number }

const tones: Record<Signal, Tone[]> = {
  tick: [{ at: 0, long: 0.05, pitch: 1320, shape: 'sine', loud: 0.14 }],
  notice: [{ at: 0, long: 0.16, pitch: 440, shape: 'triangle', loud: 0.25 }],
  finished: [
    { at: 0, long: 0.11, pitch: 784, shape: 'sine', loud: 0.25 },
    { at: 0.12, long: 0.2, pitch: 1175, shape: 'sine', loud: 0.25 },
  ],
  wrong: [
    { at: 0, long: 0.2, pitch: 196, shape: 'sawtooth', loud: 0.5 },
    { at: 0, long: 0.2, pitch: 208, shape: 'square', loud: 0.3 },
    { at: 0.26, long: 0.34, pitch: 147, shape: 'sawtooth', loud: 0.5 },
    { at: 0.26, long: 0.34, pitch: 156, shape: 'square', loud: 0.3 },
  ],
}

const PLACE = 'pack.muted'

class Sound {
  muted = $state(localStorage.getItem(PLACE) === 'yes')
  private context: AudioContext | null = null

  mute(muted: boolean) {
    this.muted = muted
    if (muted) localStorage.setItem(PLACE, 'yes')
    else localStorage.removeItem(PLACE)
  }

  /** A computer that can't sound stays silent: nothing of the work depends on it. */
  play(signal: Signal) {
    if (this.muted || typeof AudioContext === 'undefined') return
    try {
      this.context ??= new AudioContext()
      void this.context.resume().catch(() => {})
      for (const tone of tones[signal]) sing(this.context, tone)
    } catch {
      this.context = null
    }
  }
}

/** Begins and ends softly: a hard edge cracks in small loudspeakers. */
function sing(context: AudioContext, { at, long, pitch, shape, loud }: Tone) {
  const voice = context.createOscillator()
  const level = context.createGain()
  const from = context.currentTime + at
  voice.type = shape
  voice.frequency.value = pitch
  level.gain.setValueAtTime(0, from)
  level.gain.linearRampToValueAtTime(loud, from + 0.008)
  level.gain.setValueAtTime(loud, from + long - 0.02)
  level.gain.linearRampToValueAtTime(0, from + long)
  voice.connect(level).connect(context.destination)
  voice.start(from)
  voice.stop(from + long)
}

export const sound = new Sound()
