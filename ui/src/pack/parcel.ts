/** The order on the bench: what has to go in, what is in, and whether it may leave at all. */
import type { OrderDetail } from '../host'
import { sameItem, type Item } from './code'

export type Line = Item & { name: string; ordered: number; scanned: number; /** Of the scanned ones. */ byHand: number }

/** `waited`: it had not left when it was opened. `last`: the line that was counted last. */
export type Parcel = { order: OrderDetail; waited: boolean; lines: Line[]; last: number | null }

/** How far an order was packed: ids and counts, no buyer. `open`: it lay on the bench. */
export type Progress = { id: string; open: boolean; waited: boolean; lines: Pick<Line, 'productId' | 'skuId' | 'ordered' | 'scanned' | 'byHand'>[] }

/** Why an order must not leave. `at`: when the shop's record last changed, ISO 8601. */
export type Stop = { kind: 'cancelled' | 'asked' | 'held' | 'elsewhere' | 'gone' | 'unknown'; at: string; status: string }

type Stage = 'waits' | 'sent' | Exclude<Stop['kind'], 'elsewhere'>

/** By the shop's own word: a shipment that is queued here hides behind its look that an order is cancelled. */
const stages: Record<string, Stage> = {
  UNPAID: 'held',
  ON_HOLD: 'held',
  AWAITING_SHIPMENT: 'waits',
  PARTIALLY_SHIPPING: 'waits',
  AWAITING_COLLECTION: 'sent',
  SHIPPED: 'sent',
  IN_TRANSIT: 'gone',
  DELIVERED: 'gone',
  COMPLETED: 'gone',
  CANCELLED: 'cancelled',
}

/** One that waits and whose buyer asks to cancel is not to leave before that is answered. */
function stageOf({ status, cancelAsked }: OrderDetail): Stage {
  const stage = stages[status] ?? 'unknown'
  return stage === 'waits' && cancelAsked ? 'asked' : stage
}

/** The shop may show a shipment before its answer has come here, or in place of it. */
const isLeavingHere = ({ shipping }: OrderDetail) => shipping !== null && ['sending', 'checking', 'done'].includes(shipping.state)

/** Null where it may leave. `waited`: it had not left before, so that only this computer may have shipped it. */
export function stopOf(order: OrderDetail, waited: boolean): Stop | null {
  const stage = stageOf(order)
  const stop = (kind: Stop['kind']) => ({ kind, at: order.updatedAt, status: order.statusText })
  if (stage === 'sent') return waited && !isLeavingHere(order) ? stop('elsewhere') : null
  return stage === 'waits' ? null : stop(stage)
}

/** The order as it is, with what was packed of it before. */
export function parcelOf(order: OrderDetail, before: Progress | null): Parcel {
  const lines = order.lines.filter(({ left }) => left > 0).map(({ productId, skuId, sellerSku, name, left }) => ({ productId, skuId, sellerSku, name, ordered: left, scanned: 0, byHand: 0 }))
  const parcel = { order, waited: before?.waited ?? stageOf(order) === 'waits', lines, last: null }
  return before && sameLines(lines, before.lines) ? { ...parcel, lines: lines.map((line, at) => ({ ...line, ...countsAt(before, at) })) } : parcel
}

function countsAt({ lines }: Progress, at: number) {
  const { scanned = 0, byHand = 0 } = lines[at] ?? {}
  return { scanned, byHand }
}

type Wanted = Pick<Line, 'productId' | 'skuId' | 'ordered'>

export function sameLines(some: readonly Wanted[], others: readonly Wanted[]): boolean {
  const isSame = (one: Wanted, other: Wanted | undefined) =>
    other !== undefined && one.ordered === other.ordered && sameItem({ ...one, sellerSku: null }, { ...other, sellerSku: null })
  return some.length === others.length && some.every((one, at) => isSame(one, others[at]))
}

export const progressOf = ({ order, waited, lines }: Parcel, open: boolean): Progress => ({
  id: order.id,
  open,
  waited,
  lines: lines.map(({ productId, skuId, ordered, scanned, byHand }) => ({ productId, skuId, ordered, scanned, byHand })),
})

const sum = <T>(all: readonly T[], of: (one: T) => number) => all.reduce((total, one) => total + of(one), 0)

/** Pieces: wanted, in the parcel, and those of them that were not scanned. */
export const piecesOf = ({ lines }: { lines: readonly Pick<Line, 'ordered' | 'scanned' | 'byHand'>[] }) => ({
  ordered: sum(lines, ({ ordered }) => ordered),
  scanned: sum(lines, ({ scanned }) => scanned),
  byHand: sum(lines, ({ byHand }) => byHand),
})

export const isComplete = ({ lines }: Pick<Parcel, 'lines'>) => lines.every(({ ordered, scanned }) => scanned >= ordered)
