import { beforeEach, describe, expect, it } from 'vitest'

import type { OrderDetail, OutboxItem } from '../host'
import { invented } from './invented'
import { isComplete, piecesOf } from './parcel'
import { emptyStation, step, type Ask, type Happening, type Signal, type Station } from './station'

const order = invented('5001', [{ sku: 'A', quantity: 2 }, { sku: 'B', quantity: 1 }], { trackingNumber: 'TRK1' })
const other = invented('5002', [{ sku: 'C', quantity: 1 }])

let station: Station
let signal: Signal | null
let ask: Ask | null

function feed(happening: Happening) {
  ;({ station, signal, ask } = step(station, happening))
  return station
}

/** Scans, and answers at once what the machine asks about the code. */
function scan(code: string, known: { orders?: OrderDetail[]; item?: string } = {}) {
  feed({ type: 'scan', code })
  if (!ask || !('find' in ask)) return station
  const found = (known.orders ?? [order, other]).find(({ id, trackingNumber }) => id === code || trackingNumber === code)
  return feed({ type: 'found', code, order: found ?? null, item: known.item ?? null })
}

const scanAll = (...codes: string[]) => codes.forEach((code) => scan(code))
const counts = () => station.parcel?.lines.map(({ scanned }) => scanned)
const check = (order: OrderDetail, fresh = true) => feed({ type: 'checked', ticket: station.tickets, check: { order, fresh, problem: fresh ? null : 'The shop can’t be reached.' } })
const packed = (id = '5001') => feed({ type: 'packed', id, at: '2026-03-10T14:02:00Z' })

beforeEach(() => {
  station = emptyStation
})

describe('an order', () => {
  it('is opened by its number or by the number on its label', () => {
    expect([scan('5001').parcel?.order.id, signal]).toEqual(['5001', 'tick'])
    station = emptyStation
    expect(scan('TRK1').parcel?.order.id).toBe('5001')
  })

  it('that nobody knows is told, and blocks nothing', () => {
    scan('9999')
    expect([station.said, signal]).toEqual([{ kind: 'unknown', code: '9999', name: null }, 'notice'])
    expect(scan('5001').parcel?.order.id).toBe('5001')
  })

  it('is counted piece by piece, whatever the order of its items', () => {
    scanAll('5001', 'b', ' A ')
    expect([counts(), signal]).toEqual([[1, 1], 'tick'])
    scan('id-A')
    expect([counts(), isComplete(station.parcel!)]).toEqual([[2, 1], true])
  })

  it('of which part has left asks for what is left alone', () => {
    const [first, second] = order.lines
    const partly = { ...order, lines: [{ ...first!, left: 1 }, { ...second!, left: 0 }] }
    scan('5001', { orders: [partly] })
    expect(station.parcel?.lines.map(({ sellerSku, ordered }) => [sellerSku, ordered])).toEqual([['A', 1]])
  })

  it('is closed by its slip alone: looked at in the shop, remembered, and the bench is empty', () => {
    scanAll('5001', 'A', 'A', 'B', '5001')
    expect([station.phase.name, ask]).toEqual(['asking', { check: '5001', ticket: 1 }])
    check(order)
    expect([station.phase.name, ask]).toEqual(['packing', { pack: '5001' }])
    packed()
    expect([station.parcel, signal, station.packed]).toEqual([null, 'finished', [{ id: '5001', at: '2026-03-10T14:02:00Z', pieces: 3, byHand: 0 }]])
  })

  it('is not closed before everything is there, by slip, label or Enter', () => {
    for (const close of [() => scan('5001'), () => scan('TRK1'), () => feed({ type: 'enter' })]) {
      station = emptyStation
      scanAll('5001', 'A')
      close()
      expect([station.said, ask, counts()]).toEqual([{ kind: 'notYet' }, null, [1, 0]])
    }
  })

  it('that was packed already is packed again only when a person says so, and stands in no one’s way', () => {
    const done = { ...order, packedAt: '2026-03-10T13:50:00Z' }
    scan('5001', { orders: [done] })
    scan('A')
    expect([station.phase.name, counts()]).toEqual(['again', [0, 0]])
    expect(scan('5002').parcel?.order.id).toBe('5002')
    station = emptyStation
    scan('5001', { orders: [done] })
    feed({ type: 'enter' })
    scan('A')
    expect(counts()).toEqual([1, 0])
  })
})

describe('a wrong item', () => {
  it('is counted nowhere and stays until it is cleared, while scans are told and ignored', () => {
    scanAll('5001', 'A')
    scan('C', { item: 'Thing C', orders: [] })
    expect([station.phase, signal]).toEqual([{ name: 'wrong', wrong: { kind: 'item', code: 'C', name: 'Thing C' }, ignored: 0 }, 'wrong'])
    scan('A')
    scan('5002')
    expect([station.phase, signal, counts()]).toEqual([expect.objectContaining({ ignored: 2 }), 'wrong', [1, 0]])
  })

  it.each<[string, () => void]>([
    ['Esc', () => feed({ type: 'escape' })],
    ['Enter', () => feed({ type: 'enter' })],
    ['a scan of CLEAR', () => scan(' clear ')],
  ])('is cleared by %s, and the counts are as before', (_, clear) => {
    scanAll('5001', 'A', 'X')
    clear()
    expect([station.phase.name, counts()]).toEqual(['ready', [1, 0]])
    scan('A')
    expect(counts()).toEqual([2, 0])
  })

  it('is also one piece more than was ordered', () => {
    scanAll('5001', 'B', 'B')
    expect([station.phase, counts()]).toEqual([{ name: 'wrong', wrong: { kind: 'many', code: 'B', name: 'Thing B' }, ignored: 0 }, [0, 1]])
  })

  it('is one that only resembles an item of the order but is another one of the catalogue', () => {
    const numbered = invented('5003', [{ sku: '123', quantity: 2 }])
    scan('5003', { orders: [numbered] })
    scan('0123', { orders: [] })
    expect(counts()).toEqual([1])
    scan('0123', { orders: [], item: 'The other thing' })
    expect([station.phase, counts()]).toEqual([{ name: 'wrong', wrong: { kind: 'item', code: '0123', name: 'The other thing' }, ignored: 0 }, [1]])
  })

  it('is a code that fits two items of the order', () => {
    scan('5004', { orders: [invented('5004', [{ sku: 'S', quantity: 1, product: 'p' }, { sku: 'T', quantity: 1, product: 'p' }])] })
    scan('p')
    expect(station.phase).toMatchObject({ name: 'wrong', wrong: { kind: 'several' } })
  })

  it('named CLEAR by its seller is an item while there is nothing to clear', () => {
    scan('5005', { orders: [invented('5005', [{ sku: 'Clear', quantity: 1 }])] })
    scan('CLEAR')
    expect(counts()).toEqual([1])
  })
})

describe('another order’s code', () => {
  it('never switches by itself: the counted pieces stay until it is scanned once more', () => {
    scanAll('5001', 'A', '5002')
    expect([station.phase.name, station.parcel?.order.id, counts()]).toEqual(['other', '5001', [1, 0]])
    scan('5002')
    expect([station.parcel?.order.id, station.aside.map(({ id }) => id)]).toEqual(['5002', ['5001']])
  })

  it.each<[string, () => void, number[]]>([
    ['an item of this one', () => scan('A'), [2, 0]],
    ['Esc', () => feed({ type: 'escape' }), [1, 0]],
    ['this one’s slip', () => scan('5001'), [1, 0]],
  ])('is passed over by %s', (_, goOn, counted) => {
    scanAll('5001', 'A', '5002')
    goOn()
    expect([station.phase.name, station.parcel?.order.id, counts()]).toEqual(['ready', '5001', counted])
  })

  it('asks also when everything is there but not closed', () => {
    scanAll('5001', 'A', 'A', 'B', '5002')
    expect(station.phase.name).toBe('other')
    scan('5001')
    expect(station.phase.name).toBe('asking')
  })
})

describe('an order that was set aside', () => {
  it('goes on where it was left', () => {
    scanAll('5001', 'A')
    feed({ type: 'byHand', line: 1 })
    feed({ type: 'escape' })
    expect(station.phase.name).toBe('leaving')
    feed({ type: 'enter' })
    expect([station.parcel, station.said]).toEqual([null, { kind: 'aside', id: '5001' }])
    scan('5001')
    expect([counts(), piecesOf(station.parcel!).byHand, station.aside]).toEqual([[1, 1], 1, []])
  })

  it('begins anew when its lines are others now', () => {
    scanAll('5001', 'A')
    feed({ type: 'escape' })
    feed({ type: 'enter' })
    scan('5001', { orders: [invented('5001', [{ sku: 'A', quantity: 3 }])] })
    expect(counts()).toEqual([0])
  })

  it('keeps nothing where nothing was scanned, or what was scanned is forgotten', () => {
    scan('5001')
    feed({ type: 'escape' })
    expect([station.parcel, station.aside]).toEqual([null, []])
    scanAll('5001', 'A')
    feed({ type: 'escape' })
    feed({ type: 'putBack' })
    expect([station.parcel, station.aside]).toEqual([null, []])
  })

  it('that somebody else shipped meanwhile is stopped', () => {
    scanAll('5001', 'A')
    feed({ type: 'escape' })
    feed({ type: 'enter' })
    scan('5001', { orders: [{ ...order, status: 'SHIPPED', look: 'sent' }] })
    expect(station.phase).toMatchObject({ name: 'stopped', stop: { kind: 'elsewhere' } })
  })
})

describe('before an order is closed', () => {
  const turned = (status: string, more: Partial<OrderDetail> = {}) => ({ ...order, status, statusText: status, updatedAt: '2026-03-10T14:02:00Z', ...more })
  const complete = () => scanAll('5001', 'A', 'A', 'B')

  it.each([
    ['CANCELLED', 'cancelled'],
    ['ON_HOLD', 'held'],
    ['SHIPPED', 'elsewhere'],
    ['DELIVERED', 'gone'],
    ['SOMETHING_NEW', 'unknown'],
  ])('the shop’s answer %s stops it', (status, kind) => {
    complete()
    feed({ type: 'enter' })
    check(turned(status))
    expect([station.phase, signal, ask]).toEqual([{ name: 'stopped', stop: { kind, at: '2026-03-10T14:02:00Z', status }, ignored: 0 }, 'wrong', null])
    scan('5001')
    scan('5002')
    expect([station.phase, ask]).toEqual([expect.objectContaining({ name: 'stopped', ignored: 2 }), null])
    feed({ type: 'escape' })
    expect([station.parcel, station.packed]).toEqual([null, []])
  })

  it('one that was cancelled behind a shipment that waits here is seen all the same', () => {
    complete()
    feed({ type: 'enter' })
    check(turned('CANCELLED', { look: 'queued' }))
    expect(station.phase).toMatchObject({ name: 'stopped', stop: { kind: 'cancelled' } })
  })

  it('a shipment from here is no other’s', () => {
    complete()
    feed({ type: 'enter' })
    check(turned('SHIPPED', { shipping: { state: 'done' } as OutboxItem }))
    expect(station.phase.name).toBe('packing')
  })

  it('one that was shipped before its label was scanned is packed as usual', () => {
    scan('5001', { orders: [turned('SHIPPED')] })
    scanAll('A', 'A', 'B', '5001')
    check(turned('SHIPPED'))
    expect(station.phase.name).toBe('packing')
  })

  it('what is not fresh closes nothing but by a key: not by a scan', () => {
    complete()
    scan('5001')
    check(order, false)
    scan('5001')
    expect([station.phase.name, ask, station.said]).toEqual(['stale', null, { kind: 'answer' }])
    feed({ type: 'enter' })
    expect([station.phase.name, ask]).toEqual(['packing', { pack: '5001' }])
  })

  it('an answer to a question that was taken back closes nothing', () => {
    complete()
    feed({ type: 'enter' })
    const first = station.tickets
    feed({ type: 'escape' })
    feed({ type: 'enter' })
    feed({ type: 'checked', ticket: first, check: { order, fresh: true, problem: null } })
    feed({ type: 'failed', message: 'Late.', ticket: first })
    expect(station.phase).toEqual({ name: 'asking', ticket: first + 1 })
  })

  it('scans while the shop is asked are told and not counted', () => {
    complete()
    feed({ type: 'enter' })
    scan('5002')
    expect([station.phase.name, station.said, signal, ask]).toEqual(['asking', { kind: 'busy' }, 'notice', null])
  })

  it('a failure keeps everything scanned, and it can be closed again', () => {
    complete()
    feed({ type: 'enter' })
    check(order)
    feed({ type: 'failed', message: 'The disk is full.', ticket: null })
    expect([station.phase.name, counts(), station.said, station.packed]).toEqual(['ready', [2, 1], { kind: 'failed', message: 'The disk is full.' }, []])
    feed({ type: 'enter' })
    expect(station.phase.name).toBe('asking')
  })

  it('a shop that changed the lines meanwhile makes it be scanned anew', () => {
    complete()
    feed({ type: 'enter' })
    check(invented('5001', [{ sku: 'A', quantity: 2 }]))
    expect([station.phase, counts()]).toEqual([{ name: 'wrong', wrong: { kind: 'changed' }, ignored: 0 }, [0]])
  })
})

describe('while an order is open', () => {
  it('a cancellation that the sync sees stops it whatever waits', () => {
    const ways: (() => void)[] = [() => {}, () => scan('X'), () => scan('5002'), () => feed({ type: 'escape' })]
    for (const first of ways) {
      station = emptyStation
      scanAll('5001', 'A')
      first()
      feed({ type: 'changed', order: { ...order, status: 'CANCELLED' } })
      expect([station.phase.name, signal]).toEqual(['stopped', 'wrong'])
    }
  })

  it('news of it change note and tags and none of the counts', () => {
    scanAll('5001', 'A')
    feed({ type: 'changed', order: { ...order, ownNote: 'gift wrap' } })
    expect([station.parcel?.order.ownNote, counts(), station.said]).toEqual(['gift wrap', [1, 0], { kind: 'counted', line: 0, byHand: false }])
  })

  it('news of another order are none', () => {
    scanAll('5001', 'A')
    expect(feed({ type: 'changed', order: { ...other, status: 'CANCELLED' } }).phase.name).toBe('ready')
  })

  it('a piece verified by hand leaves its mark in what was packed', () => {
    scanAll('5001', 'A', 'A')
    feed({ type: 'byHand', line: null })
    expect([counts(), station.said]).toEqual([[2, 1], { kind: 'counted', line: 1, byHand: true }])
    feed({ type: 'byHand', line: null })
    feed({ type: 'enter' })
    check(order)
    packed()
    expect(station.packed).toEqual([expect.objectContaining({ pieces: 3, byHand: 1 })])
  })

  it('nothing is verified by hand while something is wrong', () => {
    scanAll('5001', 'X')
    feed({ type: 'byHand', line: 0 })
    expect(counts()).toEqual([0, 0])
  })
})
