/** What will happen to a row of the sheet when the button is pressed, and what has become of it since. Pure. */
import type { OrderRow, OutboxItem } from '../../host'
import { text } from '../../text'
import { takes } from '../shipper'
import { trackingProblem } from '../tracking'

/**
 * `ready` leaves with the next press, `empty` and `bad` wait for the person, `closed` can't be shipped
 * whatever is typed, `buy` needs a label that is bought elsewhere than here, `gone` has nothing left to do here.
 */
export type Kind = 'ready' | 'empty' | 'bad' | 'buy' | 'closed' | 'gone'
export type Standing = { kind: Kind; words: string; /** The number as it would be sent. */ number: string }

type Known = Pick<OrderRow, 'id' | 'look' | 'status' | 'note' | 'shipper' | 'buysLabel'>

/** Whether a number typed for it can be sent. */
export const takesNumber = (row: Pick<Known, 'look' | 'status' | 'shipper' | 'buysLabel'>) => takes(row) === 'number'

const words = () => text.sheet.standing

function closed(row: Known): Standing {
  const { look, shipper } = row
  if (look === 'sent' || look === 'delivered') return { kind: 'gone', words: words().shipped, number: '' }
  if (look === 'queued' || look === 'sending' || look === 'checking') return { kind: 'gone', words: words().underWay, number: '' }
  if (shipper === 'warehouse') return { kind: 'closed', words: words().byTikTok, number: '' }
  const why = { on_hold: words().onHold, cancelled: words().cancelled, refused: row.note ?? words().other }
  return { kind: 'closed', words: look in why ? why[look as keyof typeof why] : words().other, number: '' }
}

/** Of an order that leaves with TikTok's label nothing is typed. */
function labelled(row: Known, sentBefore?: string): Standing {
  if (row.look !== 'refused') return { kind: 'ready', words: words().label, number: '' }
  if (sentBefore !== undefined) return { kind: 'bad', words: row.note ?? words().refused, number: '' }
  return { kind: 'ready', words: row.note ? words().again(row.note) : words().label, number: '' }
}

/** `sentBefore` is the number that was sent from this sheet already: the same one again is for *Retry failed*. */
export function standingOf(row: Known, typed: string, isOrder: (id: string) => boolean, sentBefore?: string): Standing {
  if (takes(row) === 'label') return labelled(row, sentBefore)
  if (takes(row) === 'purchase') return { kind: 'buy', words: words().buy, number: '' }
  if (!takesNumber(row)) return closed(row)
  const number = typed.replace(/\s/gu, '')
  if (!number) return { kind: 'empty', words: words().empty, number }
  const problem = trackingProblem(typed)
  if (problem) return { kind: 'bad', words: problem, number }
  if (isOrder(number)) return { kind: 'bad', words: number === row.id ? words().ownId : words().otherId, number }
  if (sentBefore === number && row.look === 'refused') return { kind: 'bad', words: row.note ?? words().refused, number }
  return { kind: 'ready', words: row.look === 'refused' && row.note ? words().again(row.note) : words().ready, number }
}

export type Outcome = 'queued' | 'sending' | 'checking' | 'done' | 'refused' | 'back'

const byLook: Partial<Record<OrderRow['look'], Outcome>> = {
  sending: 'sending',
  checking: 'checking',
  refused: 'refused',
  sent: 'done',
  delivered: 'done',
  // Called off while the shipment was on its way: the shop has refused it.
  cancelled: 'refused',
}

/** What has become of an order that was sent from here: by its wish where that was read, by its row otherwise. */
export function outcomeOf(row: Pick<OrderRow, 'look'> | undefined, wish: Pick<OutboxItem, 'state'> | undefined): Outcome {
  const state = wish?.state
  if (state === 'discarded') return 'back'
  if (state === 'conflict') return 'refused'
  return state ?? (row && byLook[row.look]) ?? 'queued'
}

/** The shop's words for an order that it still takes a number for. */
const waiting = ['AWAITING_SHIPMENT', 'PARTIALLY_SHIPPING']

export type Failures = { /** Of orders that still wait: they may succeed when they are tried again. */ mendable: number; cancelled: number; /** Held, or shipped otherwise. */ others: number }

/** What can be done about shipments that were refused. */
export function failuresOf(rows: readonly Pick<OrderRow, 'status'>[]): Failures {
  const mendable = rows.filter(({ status }) => waiting.includes(status)).length
  const cancelled = rows.filter(({ status }) => status === 'CANCELLED').length
  return { mendable, cancelled, others: rows.length - mendable - cancelled }
}

/** How many were sent from here, without those that were taken back. */
export type Progress = { total: number; done: number; refused: number; waiting: number }
