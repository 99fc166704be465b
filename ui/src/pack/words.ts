/** What the station says about where it stands. */
import { moment } from '../format'
import { text } from '../text'
import { isComplete, piecesOf, type Stop } from './parcel'
import type { Said, Station, Wrong } from './station'

const { next, said: saying } = text.pack

/** What to do next, in one sentence. */
export function nextSentence({ parcel, phase }: Station): string {
  if (phase.name === 'asking' || phase.name === 'packing' || phase.name === 'wrong' || phase.name === 'stopped') return next[phase.name]
  if (phase.name !== 'ready') return next.question
  if (!parcel) return next.order
  if (isComplete(parcel)) return next.complete
  const { ordered, scanned } = piecesOf(parcel)
  return scanned ? next.more(ordered - scanned) : next.first(ordered)
}

/** What the last scan or key did. */
export function saidSentence(said: Said, { parcel }: Station): string {
  switch (said.kind) {
    case 'counted': {
      const line = parcel?.lines[said.line]
      return line ? saying[said.byHand ? 'byHand' : 'counted'](line.name, line.scanned, line.ordered) : ''
    }
    case 'unknown':
      return said.name === null ? saying.unknown(said.code) : saying.itemFirst(said.name)
    case 'failed':
      return parcel ? saying.failed(said.message) : said.message
    case 'aside':
    case 'packed':
      return saying[said.kind](said.id)
    case 'notYet': {
      const { ordered, scanned } = parcel ? piecesOf(parcel) : { ordered: 0, scanned: 0 }
      return saying.notYet(ordered - scanned)
    }
    default:
      return saying[said.kind]
  }
}

/** What is wrong, and what to do about it. */
export function wrongSentences({ kind }: Wrong): [title: string, hint: string] {
  const { wrong } = text.pack
  if (kind === 'several') return [wrong.several, wrong.severalHint]
  return kind === 'changed' ? [wrong.changed, wrong.changedHint] : [wrong[kind], wrong.takeOut]
}

export function stopSentences({ kind, at, status }: Stop, now: number): [title: string, hint: string] {
  const { stop } = text.pack
  const when = moment(at, now)
  if (kind === 'cancelled') return [stop.cancelled(when), stop.cancelledHint]
  if (kind === 'asked') return [stop.asked, stop.askedHint]
  if (kind === 'elsewhere') return [stop.elsewhere(when), stop.elsewhereHint]
  return [status, stop[`${kind}Hint`]]
}
