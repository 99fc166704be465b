import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { app } from '../app.svelte'
import { provideHost } from '../host'
import { MemoryHost } from '../host/memory/host'
import { text } from '../text'
import { Desk } from './desk.svelte'
import { grace } from './grace.svelte'

const settled = () => vi.advanceTimersByTimeAsync(0)
let host: MemoryHost

async function shippedOne() {
  const desk = new Desk(1)
  await desk.filter({ tab: 'to_ship' })
  await desk.moveTo(0)
  const id = desk.chosen ?? ''
  desk.type(id, '9400111899223344556677')
  expect(await desk.ship(id)).toBe(true)
  return { desk, id }
}

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-03-10T12:00:00Z') })
  host = new MemoryHost({ orders: 40 })
  provideHost(host)
  app.now = Date.now()
  grace.forget()
})
afterEach(() => vi.useRealTimers())

describe('a shipment that was just saved', () => {
  it('can be taken back for five seconds, and its number is still in the field', async () => {
    const { desk, id } = await shippedOne()
    expect(grace.waiting.map(({ orders }) => orders)).toEqual([[id]])
    const orders = await grace.takeBack()
    desk.takenBack(orders)
    await settled()
    expect(orders).toEqual([id])
    expect(desk.tracking(id)).toBe('9400111899223344556677')
    expect(host.shops[0]?.work[0]?.state).toBe('discarded')
    expect(grace.waiting).toEqual([])
    expect(await desk.ship(id)).toBe(true)
  })

  it('is not offered any more once it leaves', async () => {
    await shippedOne()
    app.now += 4_999
    expect(grace.waiting).toHaveLength(1)
    app.now += 1
    expect(grace.waiting).toHaveLength(0)
    expect(await grace.takeBack()).toEqual([])
    expect(host.shops[0]?.work[0]?.state).toBe('queued')
  })

  it('that has left all the same says so, and is never called undone', async () => {
    await shippedOne()
    host.step()
    expect(await grace.takeBack()).toEqual([])
    expect(grace.problem).toBe(text.grace.tooLate)
  })

  it('of two the latest is taken back first', async () => {
    const { desk, id } = await shippedOne()
    const second = desk.chosen ?? ''
    desk.type(second, '9400111899223344556688')
    await desk.ship(second)
    expect(await grace.takeBack()).toEqual([second])
    expect(await grace.takeBack()).toEqual([id])
  })
})
