/**
 * The pack station as a pure machine: what is on the bench, and what happens, give what is on the
 * bench then, a sound, and what has to be asked of the app. It never waits and knows no clock.
 */
import type { OrderCheck, OrderDetail } from '../host'
import { CLEAR, exactly, plain, roughly, type Match } from './code'
import { isComplete, parcelOf, piecesOf, progressOf, sameLines, stopOf, type Parcel, type Progress, type Stop } from './parcel'

/** A scan that must not pass: it stays until it is cleared. `name`: of the item, where it is known. */
export type Wrong = { kind: 'item' | 'many'; code: string; name: string | null } | { kind: 'several'; code: string } | { kind: 'changed' }

/** `ignored`: scans that came while everything waits for a person. */
export type Phase =
  | { name: 'ready' | 'leaving' | 'again' | 'packing' }
  | { name: 'wrong'; wrong: Wrong; ignored: number }
  | { name: 'stopped'; stop: Stop; ignored: number }
  | { name: 'other'; order: OrderDetail }
  | { name: 'asking'; ticket: number }
  | { name: 'stale'; check: OrderCheck }

/** What the last scan or key did, where nothing waits for an answer. */
export type Said =
  | { kind: 'counted'; line: number; byHand: boolean }
  | { kind: 'unknown'; code: string; name: string | null }
  | { kind: 'failed'; message: string }
  | { kind: 'aside' | 'packed'; id: string }
  | { kind: 'notYet' | 'busy' | 'answer' }

/** An order that was packed: `at` ISO 8601. */
export type Packed = { id: string; at: string; pieces: number; byHand: number }

export type Station = { parcel: Parcel | null; phase: Phase; said: Said | null; aside: Progress[]; packed: Packed[]; tickets: number }

export type Happening =
  | { type: 'scan'; code: string }
  /** What a code was found to be. `item`: the name of the catalogue's item with exactly this code. */
  | { type: 'found'; code: string; order: OrderDetail | null; item: string | null }
  | { type: 'enter' | 'escape' | 'putBack' }
  | { type: 'byHand'; line: number | null }
  | { type: 'checked'; ticket: number; check: OrderCheck }
  | { type: 'packed'; id: string; at: string }
  /** `ticket`: of the question to the shop that it was, where it was one. */
  | { type: 'failed'; message: string; ticket: number | null }
  | { type: 'changed'; order: OrderDetail }

export type Signal = 'tick' | 'finished' | 'wrong' | 'notice'
/** `find`: what does this code stand for. `check`: how the order stands at the shop. `pack`: remember that it is packed. */
export type Ask = { find: string } | { check: string; ticket: number } | { pack: string }
export type Outcome = { station: Station; signal: Signal | null; ask: Ask | null }

export const emptyStation: Station = { parcel: null, phase: { name: 'ready' }, said: null, aside: [], packed: [], tickets: 0 }

const ready: Phase = { name: 'ready' }

/** `said` lasts until the next thing happens. */
function now(station: Station, change: Partial<Station>, signal: Signal | null = null, ask: Ask | null = null): Outcome {
  return { station: { ...station, said: null, ...change }, signal, ask }
}

const same = (station: Station): Outcome => ({ station, signal: null, ask: null })

export function step(station: Station, happening: Happening): Outcome {
  switch (happening.type) {
    case 'scan':
      return scan(station, happening.code)
    case 'found':
      return found(station, happening)
    case 'enter':
      return enter(station)
    case 'escape':
      return escape(station)
    case 'putBack':
      return station.phase.name === 'leaving' ? now(station, { parcel: null, phase: ready }) : same(station)
    case 'byHand':
      return byHand(station, happening.line)
    case 'checked':
      return checked(station, happening)
    case 'packed':
      return finish(station, happening)
    case 'failed':
      return failed(station, happening)
    case 'changed':
      return changed(station, happening.order)
  }
}

const isUnderWay = ({ phase }: Station) => phase.name === 'asking' || phase.name === 'packing'

// --- scans

function scan(station: Station, code: string): Outcome {
  const { parcel, phase } = station
  if (!plain(code)) return same(station)
  if (phase.name !== 'ready' && plain(code) === CLEAR) return escape(station)
  if (phase.name === 'wrong' || phase.name === 'stopped') return now(station, { phase: { ...phase, ignored: phase.ignored + 1 } }, 'wrong')
  if (isUnderWay(station)) return now(station, { said: { kind: 'busy' } }, 'notice')
  if (phase.name === 'stale') return now(station, { said: { kind: 'answer' } }, 'notice')
  if (!parcel) return now(station, {}, null, { find: code })
  const match = exactly(parcel.lines, code)
  if (match.kind !== 'none') return put(station, match, code)
  return isSlip(parcel, code) ? slip(station) : { station, signal: null, ask: { find: code } }
}

const isSlip = ({ order }: Parcel, code: string) => [order.id, order.trackingNumber].some((own) => own && plain(own) === plain(code))

/** The order's own paper again: it is to be closed. */
function slip(station: Station): Outcome {
  if (station.phase.name === 'again') return now(station, { said: { kind: 'answer' } }, 'notice')
  return close({ ...station, phase: ready })
}

function found(station: Station, { code, order, item }: Extract<Happening, { type: 'found' }>): Outcome {
  const { parcel, phase } = station
  // It was stopped while the code was looked up.
  if (phase.name === 'wrong' || phase.name === 'stopped' || isUnderWay(station)) return same(station)
  if (order) return foundOrder(station, order)
  if (!parcel) return now(station, { said: { kind: 'unknown', code, name: item } }, 'notice')
  // Another item has exactly this code: what it resembles is not meant.
  const match = item === null ? roughly(parcel.lines, code) : { kind: 'none' as const }
  return match.kind === 'none' ? wrong(station, { kind: 'item', code, name: item }) : put(station, match, code)
}

function foundOrder(station: Station, order: OrderDetail): Outcome {
  const { parcel, phase } = station
  if (!parcel || phase.name === 'again') return open({ ...station, parcel: null }, order)
  if (order.id === parcel.order.id) return slip(station)
  if (phase.name === 'other' && phase.order.id === order.id) return open(setAside(station), order)
  return now(station, { phase: { name: 'other', order } }, 'notice')
}

/** On the bench with what was packed of it before. */
function open(station: Station, order: OrderDetail): Outcome {
  const before = station.aside.find(({ id }) => id === order.id) ?? null
  const parcel = parcelOf(order, before)
  const aside = station.aside.filter(({ id }) => id !== order.id)
  const stop = stopOf(order, parcel.waited)
  if (stop) return now(station, { parcel, aside, phase: { name: 'stopped', stop, ignored: 0 } }, 'wrong')
  if (order.packedAt && !before) return now(station, { parcel, phase: { name: 'again' } }, 'notice')
  return now(station, { parcel, aside, phase: ready }, 'tick')
}

const wrong = (station: Station, what: Wrong) => now(station, { phase: { name: 'wrong', wrong: what, ignored: 0 } }, 'wrong')

/** One piece more in the parcel. */
function put(station: Station, match: Match, code: string, hand = false): Outcome {
  const { parcel, phase } = station
  if (phase.name === 'again') return now(station, { said: { kind: 'answer' } }, 'notice')
  if (!parcel || match.kind !== 'one') return wrong(station, { kind: 'several', code })
  const line = match.at.find((at) => isOpen(parcel, at))
  if (line === undefined) return wrong(station, { kind: 'many', code, name: parcel.lines[match.at[0] ?? 0]?.name ?? null })
  const lines = parcel.lines.map((one, at) => (at === line ? { ...one, scanned: one.scanned + 1, byHand: one.byHand + (hand ? 1 : 0) } : one))
  return now(station, { parcel: { ...parcel, lines, last: line }, phase: ready, said: { kind: 'counted', line, byHand: hand } }, 'tick')
}

function isOpen({ lines }: Parcel, at: number): boolean {
  const line = lines[at]
  return line !== undefined && line.scanned < line.ordered
}

/** Without a line: the one that was counted last, or else the first that isn't complete. */
function byHand(station: Station, line: number | null): Outcome {
  const { parcel, phase } = station
  if (!parcel || phase.name !== 'ready') return same(station)
  const at = [line ?? parcel.last ?? 0, ...(line === null ? parcel.lines.keys() : [])].find((one) => isOpen(parcel, one))
  return at === undefined ? same(station) : put(station, { kind: 'one', at: [at] }, '', true)
}

// --- keys

function enter(station: Station): Outcome {
  const { parcel, phase } = station
  switch (phase.name) {
    case 'wrong':
    case 'stopped':
      return escape(station)
    case 'other':
      return open(setAside(station), phase.order)
    case 'leaving':
      return parcel ? now(setAside(station), { said: { kind: 'aside', id: parcel.order.id } }) : same(station)
    case 'again':
      return now(station, { phase: ready }, 'tick')
    case 'stale':
      return pack(station)
    case 'ready':
      return parcel ? close(station) : same(station)
    default:
      return same(station)
  }
}

/** Clears what is in the way; then asks whether to leave the order. */
function escape(station: Station): Outcome {
  const { parcel, phase } = station
  switch (phase.name) {
    case 'stopped':
      // What was packed of an order on hold can go on when the hold ends.
      return phase.stop.kind === 'held' && parcel && piecesOf(parcel).scanned ? now(setAside(station), {}) : now(station, { parcel: null, phase: ready })
    case 'again':
      return now(station, { parcel: null, phase: ready })
    case 'packing':
      return same(station)
    case 'ready':
      return parcel ? now(station, piecesOf(parcel).scanned ? { phase: { name: 'leaving' } } : { parcel: null }) : same(station)
    default:
      return now(station, { phase: ready })
  }
}

function setAside(station: Station): Station {
  const { parcel } = station
  const isBegun = parcel !== null && piecesOf(parcel).scanned > 0
  return { ...station, parcel: null, phase: ready, aside: isBegun ? [...station.aside, progressOf(parcel, false)] : station.aside }
}

// --- closing

function close(station: Station): Outcome {
  const { parcel } = station
  if (!parcel) return same(station)
  if (!isComplete(parcel)) return now(station, { said: { kind: 'notYet' } }, 'notice')
  const ticket = station.tickets + 1
  return now(station, { tickets: ticket, phase: { name: 'asking', ticket } }, null, { check: parcel.order.id, ticket })
}

function checked(station: Station, { ticket, check }: Extract<Happening, { type: 'checked' }>): Outcome {
  const { phase } = station
  if (phase.name !== 'asking' || phase.ticket !== ticket) return same(station)
  const { station: fresh, signal, ask } = changed(station, check.order)
  if (fresh.phase.name !== 'asking') return { station: fresh, signal, ask }
  return check.fresh ? pack(fresh) : now(fresh, { phase: { name: 'stale', check } }, 'notice')
}

/** Everything that was scanned stays. */
function failed(station: Station, { message, ticket }: Extract<Happening, { type: 'failed' }>): Outcome {
  const { phase } = station
  if (ticket !== null && !(phase.name === 'asking' && phase.ticket === ticket)) return same(station)
  return now(station, { phase: isUnderWay(station) ? ready : phase, said: { kind: 'failed', message } }, 'wrong')
}

const pack = (station: Station) =>
  station.parcel ? now(station, { phase: { name: 'packing' } }, null, { pack: station.parcel.order.id }) : same(station)

function finish(station: Station, { id, at }: Extract<Happening, { type: 'packed' }>): Outcome {
  const { parcel, phase } = station
  if (phase.name !== 'packing' || parcel?.order.id !== id) return same(station)
  const { scanned: pieces, byHand } = piecesOf(parcel)
  const packed = [...station.packed.filter((one) => one.id !== id), { id, at, pieces, byHand }]
  const aside = station.aside.filter((one) => one.id !== id)
  return now(station, { parcel: null, phase: ready, packed, aside, said: { kind: 'packed', id } }, 'finished')
}

/** The store tells something new of the order on the bench: that it must not leave counts at any time. */
function changed(station: Station, order: OrderDetail): Outcome {
  const { parcel, phase } = station
  if (parcel?.order.id !== order.id || phase.name === 'stopped') return same(station)
  const stop = stopOf(order, parcel.waited)
  if (stop) return now(station, { parcel: { ...parcel, order }, phase: { name: 'stopped', stop, ignored: 0 } }, 'wrong')
  const anew = parcelOf(order, null)
  if (!sameLines(anew.lines, parcel.lines)) return wrong({ ...station, parcel: { ...anew, waited: parcel.waited } }, { kind: 'changed' })
  return same({ ...station, parcel: { ...parcel, order } })
}
