/** What the sync badge and the status bar say about the age of the data. */
import { ago, count, until } from './format'
import type { SyncView } from './host'

export type Tone = 'ok' | 'busy' | 'warn' | 'bad'

/** How a shop stands, of the one in view as of the others. */
export type Standing = Pick<SyncView, 'state' | 'lastOkAt'>

export function syncTone(sync: Standing): Tone {
  if (sync.state === 'needs_connect' || sync.state === 'refused') return 'bad'
  if (sync.state === 'offline' || sync.state === 'limited' || sync.state === 'paused') return 'warn'
  return sync.state === 'pulling' || sync.lastOkAt === null ? 'busy' : 'ok'
}

/** `1,200 of 5,000`, or `1,200` while the total is unknown. */
export function progressText(sync: SyncView): string {
  return sync.total === null ? count(sync.done) : `${count(sync.done)} of ${count(sync.total)}`
}

const steps = { orders: 'Getting orders', products: 'Getting products' }

/** One short line beside the shop's name; of a shop that is not in view no step is known. */
export function badgeText(sync: Standing & Partial<SyncView>, now: number): string {
  if (sync.state === 'needs_connect') return 'Connect again'
  if (sync.state === 'refused') return 'Refused by the shop'
  if (sync.firstPull && sync.state === 'pulling') return sync.step ? `${steps[sync.step]}…` : 'First sync…'
  if (sync.state === 'offline') return sync.lastOkAt ? `Offline · ${ago(sync.lastOkAt, now)}` : 'Offline'
  return sync.lastOkAt ? `Synced ${ago(sync.lastOkAt, now)}` : 'Not synced yet'
}

/** The status bar's sentence: state, then age, so that a number is never shown without it. */
export function statusText(sync: SyncView, now: number): string {
  const age = sync.lastOkAt ? ago(sync.lastOkAt, now) : null
  const from = age ? `, showing data from ${age}` : ''
  switch (sync.state) {
    case 'pulling':
      if (sync.step) return `${steps[sync.step]}: ${progressText(sync)}`
      return age ? `Up to date, ${age}` : 'First sync…'
    case 'offline':
      return `Offline${from}`
    case 'limited':
      return `Slowed down by the shop’s limit${from}`
    case 'refused':
      return `The shop refuses something${from}`
    case 'needs_connect':
      return `The shop asks you to connect again${from}`
    case 'paused':
      return `Paused${from}`
    default:
      return age ? `Up to date, ${age}` : 'Not synced yet'
  }
}

function every(seconds: number): string {
  return seconds < 120 ? `every ${seconds} s` : `every ${Math.round(seconds / 60)} min`
}

const reasons: Record<SyncView['rhythm'], string> = {
  in_view: ' while the window is in view',
  busy: ', as orders came in lately',
  quiet: ' while it is quiet',
  saving: ', so that the day’s requests last',
  slowed: ', as the shop asked to slow down',
}

/** How often the engine looks, and why so often and no oftener. */
export function rhythmText({ rhythm, everySeconds }: Pick<SyncView, 'rhythm' | 'everySeconds'>): string {
  return `Looks ${every(everySeconds)}${reasons[rhythm]}`
}

/** The same for the status bar: the reason only where it is slower than it should be. */
export function paceText(sync: SyncView): string | null {
  if (sync.state !== 'idle' && sync.state !== 'waiting' && sync.state !== 'pulling') return null
  const isSlow = sync.rhythm === 'slowed' || sync.rhythm === 'saving'
  return isSlow ? rhythmText(sync) : `Looks ${every(sync.everySeconds)}`
}

/** When the engine looks again; null when that is not known or just now. */
export function nextText(sync: SyncView, now: number): string | null {
  if (!sync.nextAt || sync.state === 'pulling' || sync.state === 'needs_connect') return null
  const left = until(sync.nextAt, now)
  if (!left) return null
  if (sync.state === 'limited') return `Goes on in ${left}`
  return sync.state === 'offline' ? `Next try in ${left}` : `Next check in ${left}`
}
