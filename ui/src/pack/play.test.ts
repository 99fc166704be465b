/** The station under a random day: whatever is scanned and pressed, what it promises holds. */
import { expect, it } from 'vitest'

import type { OrderDetail } from '../host'
import { seeded } from '../host/memory/seed'
import { invented } from './invented'
import { isComplete, piecesOf } from './parcel'
import { emptyStation, step, type Happening, type Station } from './station'

const PLAYS = 300
const MOVES = 120
const blocked = ['wrong', 'stopped', 'asking', 'packing', 'stale', 'again']
const statuses = ['AWAITING_SHIPMENT', 'AWAITING_SHIPMENT', 'AWAITING_SHIPMENT', 'ON_HOLD', 'CANCELLED', 'SHIPPED']
const statusesThatLeave = ['AWAITING_SHIPMENT', 'SHIPPED']
const items = ['A', 'B', 'C', '07', '7', '00123']

class Play {
  station: Station = emptyStation
  readonly log: string[] = []
  private readonly draw: () => number
  private readonly orders: OrderDetail[]
  /** The order whose freshness was told, or confirmed by a key, last. */
  private cleared: string | null = null

  constructor(seed: number) {
    this.draw = seeded(seed)
    const lines = () => Array.from({ length: 1 + this.below(3) }, () => ({ sku: this.of(items), quantity: 1 + this.below(3) }))
    this.orders = ['5001', '5002', '5003'].map((id) => invented(id, lines()))
  }

  private below = (limit: number) => Math.floor(this.draw() * limit)
  private of = <T>(all: readonly T[]): T => all[this.below(all.length)]!

  private next(): Happening {
    const { phase, parcel } = this.station
    const pick = this.draw()
    if (phase.name === 'asking' && pick < 0.5) return { type: 'checked', ticket: phase.ticket - this.below(2), check: { order: this.current(), fresh: this.draw() < 0.7, problem: null } }
    if (phase.name === 'packing' && pick < 0.5) return pick < 0.1 ? { type: 'failed', message: 'No.', ticket: null } : { type: 'packed', id: this.current().id, at: '2026-03-10T14:02:00Z' }
    if (parcel && isComplete(parcel) && phase.name === 'ready' && pick < 0.4) return this.of<Happening>([{ type: 'enter' }, { type: 'scan', code: parcel.order.id }])
    if (parcel && pick < 0.4) return { type: 'scan', code: this.of(parcel.lines).sellerSku ?? '' }
    if (pick < 0.7) return { type: 'scan', code: this.of([...items, 'CLEAR', '5001', '5002', '5003', 'nothing', ' ']) }
    if (pick < 0.75) return { type: 'changed', order: this.turned() }
    return this.of<Happening>([{ type: 'enter' }, { type: 'escape' }, { type: 'escape' }, { type: 'putBack' }, { type: 'byHand', line: this.of([null, 0, 1, 9]) }])
  }

  private current = () => this.orders.find(({ id }) => id === this.station.parcel?.order.id) ?? this.of(this.orders)

  private turned(): OrderDetail {
    const at = this.below(this.orders.length)
    return (this.orders[at] = { ...this.orders[at]!, status: this.of(statuses) })
  }

  move() {
    const happening = this.next()
    this.log.push(JSON.stringify(happening.type === 'changed' ? [happening.type, happening.order.id, happening.order.status] : happening))
    this.take(happening)
  }

  private take(happening: Happening) {
    const before = this.station
    const { station, signal, ask } = step(before, happening)
    this.station = station
    this.holds(before, happening, signal)
    if (!ask) return
    if ('find' in ask) {
      const order = this.orders.find(({ id }) => id === ask.find) ?? null
      this.take({ type: 'found', code: ask.find, order, item: order || !items.includes(ask.find) ? null : `Thing ${ask.find}` })
    } else if ('pack' in ask) {
      expect(station.parcel?.order.id).toBe(ask.pack)
      expect(isComplete(station.parcel!)).toBe(true)
      // The shop has just told how it stands, or a person pressed a key though it could not be asked.
      const isTold = happening.type === 'checked' && happening.check.fresh
      expect(isTold || (before.phase.name === 'stale' && happening.type === 'enter')).toBe(true)
      expect(statusesThatLeave).toContain(this.current().status)
      this.cleared = ask.pack
    } else expect(isComplete(station.parcel!)).toBe(true)
  }

  private holds(before: Station, happening: Happening, signal: string | null) {
    const { station } = this
    const was = before.parcel && piecesOf(before.parcel).scanned
    const is = station.parcel && piecesOf(station.parcel).scanned
    const sameOrder = before.parcel?.order.id === station.parcel?.order.id
    for (const { scanned, ordered, byHand } of station.parcel?.lines ?? []) {
      expect(scanned).toBeLessThanOrEqual(ordered)
      expect(byHand).toBeLessThanOrEqual(scanned)
    }
    // A piece more is one tick, and never came while something was in the way.
    if (before.parcel && station.parcel && sameOrder && is! > was!) {
      expect([is! - was!, signal]).toEqual([1, 'tick'])
      expect(blocked).not.toContain(before.phase.name)
    }
    // A piece less is only ever a change at the shop, said in red.
    if (before.parcel && station.parcel && sameOrder && is! < was!) expect(station.phase).toMatchObject({ wrong: { kind: 'changed' } })
    // No scan takes an order from the bench but the second one of another's code, or one on an order with nothing to lose.
    if (before.parcel && !sameOrder && (happening.type === 'scan' || happening.type === 'found')) expect(['other', 'again', 'stopped', 'leaving']).toContain(before.phase.name)
    // What was begun is on the bench, set aside, packed, stopped, or was given up by a person.
    if (before.parcel && !sameOrder && was && before.phase.name === 'other') expect(station.aside.map(({ id }) => id)).toContain(before.parcel.order.id)
    if (station.packed.length > before.packed.length) expect(station.packed.at(-1)?.id).toBe(this.cleared)
    expect(new Set(station.aside.map(({ id }) => id)).size).toBe(station.aside.length)
    expect(station.aside.some(({ id }) => id === station.parcel?.order.id && station.phase.name !== 'again')).toBe(false)
  }
}

it('a station promises the same whatever is scanned and pressed', () => {
  const first = Number(import.meta.env['VITE_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
  let packed = 0
  for (let seed = first; seed < first + PLAYS; seed += 1) {
    const play = new Play(seed)
    try {
      for (let at = 0; at < MOVES; at += 1) play.move()
    } catch (thrown) {
      console.error(`seed ${seed} failed after:\n${play.log.slice(-25).join('\n')}`)
      throw thrown
    }
    packed += play.station.packed.length
  }
  console.info(`seeds ${first} to ${first + PLAYS - 1}: ${packed} orders packed`)
  expect(packed).toBeGreaterThan(PLAYS / 10)
})
