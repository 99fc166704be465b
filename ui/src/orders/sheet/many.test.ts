/** Thousands of orders in the sheet: they are judged in slices, and until that is over nothing leaves. */
import { beforeEach, expect, it } from 'vitest'

import { eventually } from '../../eventually'
import { provideHost } from '../../host'
import { MemoryHost } from '../../host/memory/host'
import { text } from '../../text'
import { Desk } from '../desk.svelte'
import { grace } from '../grace.svelte'
import { ShipSheet } from './sheet.svelte'

let host: MemoryHost
let desk: Desk
let sheet: ShipSheet

const work = () => host.shops[0]!.work
const numbers = () => sheet.ids.map((_, at) => `JT${String(at).padStart(10, '0')}`)
const judged = () => eventually(() => expect(sheet.whyNot).not.toBe(text.sheet.not.checking))

beforeEach(async () => {
  localStorage.clear()
  grace.forget()
  host = new MemoryHost({ orders: 1_200 })
  for (const order of host.shops[0]!.orders) if (order.tab !== 'on_hold') Object.assign(order, { tab: 'to_ship', status: 'AWAITING_SHIPMENT' })
  provideHost(host)
  desk = new Desk(1)
  await desk.filter({ tab: 'to_ship' })
  await desk.selectAll()
  sheet = new ShipSheet(desk)
  sheet.start()
  expect(sheet.whyNot).toBe(text.sheet.not.reading)
  await eventually(() => expect(sheet.isRead).toBe(true))
  await judged()
  expect(sheet.counts.empty).toBe(sheet.ids.length)
  expect(sheet.ids.length).toBeGreaterThan(500)
})

it('a paste is there at once, and leaves only once all of it is judged', async () => {
  sheet.fillFrom(sheet.ids[0]!, numbers())
  expect(desk.tracking(sheet.ids.at(-1)!)).toBe(numbers().at(-1))
  expect([sheet.whyNot, sheet.ready, sheet.standing(sheet.ids.at(-1)!)?.kind]).toEqual([text.sheet.not.checking, 0, 'ready'])
  await sheet.ship()
  expect(work()).toEqual([])
  await judged()
  expect([sheet.whyNot, sheet.ready]).toEqual([null, sheet.ids.length])
})

it('what is typed while a paste is judged stays, and leaves as it was typed', async () => {
  const [first, second] = [sheet.ids[0]!, sheet.ids[1]!]
  const last = sheet.ids.at(-1)!
  sheet.fillFrom(first, numbers())
  sheet.type(last, 'TYPED LATER')
  sheet.type(second, '9'.repeat(70))
  await judged()
  expect([desk.tracking(last), sheet.counts.bad, sheet.ready]).toEqual(['TYPED LATER', 1, sheet.ids.length - 1])
  await sheet.ship()
  const sent = new Map(work().map(({ target, tracking }) => [target, tracking]))
  expect([sent.size, sent.get(first), sent.get(second), sent.get(last)]).toEqual([sheet.ids.length - 1, numbers()[0], undefined, 'TYPEDLATER'])
  expect([sheet.ready, sheet.progress.total, sheet.progress.waiting]).toEqual([0, sent.size, sent.size])
})

it('a paste is one step back', async () => {
  sheet.fillFrom(sheet.ids[0]!, numbers())
  sheet.undo()
  await judged()
  expect(sheet.ids.every((id) => desk.tracking(id) === '')).toBe(true)
  expect([sheet.counts.empty, sheet.ready]).toEqual([sheet.ids.length, 0])
  sheet.redo()
  await judged()
  expect(sheet.ready).toBe(sheet.ids.length)
})

it('an order that joins is the one whose id stands where a number should', async () => {
  const stranger = host.shops[0]!.orders.find(({ tab }) => tab === 'on_hold')!.id
  sheet.type(sheet.ids[0]!, stranger)
  expect(sheet.ready).toBe(1)
  await sheet.join([stranger])
  await judged()
  expect([sheet.ready, sheet.counts.bad]).toEqual([0, 1])
})

it('a number that comes from elsewhere is judged as well', () => {
  desk.type(sheet.ids[0]!, 'JT0000000001')
  expect(sheet.ready).toBe(1)
})
