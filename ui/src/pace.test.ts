import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { Again, Following, GAP, Gathered } from './pace'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('a change after a rest is told at once', () => {
  const hand = vi.fn()
  new Gathered<string>(hand).add(['orders'])
  expect(hand).toHaveBeenCalledExactlyOnceWith(['orders'])
})

it('ten changes a second are told four times a second, and none is lost', () => {
  const told: string[][] = []
  const gathered = new Gathered<string>((tables) => told.push(tables))
  for (let at = 0; at < 10; at += 1) {
    gathered.add([at < 9 ? 'orders' : 'stock'])
    vi.advanceTimersByTime(100)
  }
  vi.advanceTimersByTime(GAP)
  expect(told.length).toBeLessThanOrEqual(5)
  expect(told.at(-1)).toContain('stock')
})

it('nothing is told after the end', () => {
  const hand = vi.fn()
  const gathered = new Gathered<string>(hand)
  gathered.add(['orders'])
  gathered.add(['stock'])
  gathered.stop()
  vi.advanceTimersByTime(10 * GAP)
  expect(hand).toHaveBeenCalledOnce()
})

it('a reading that is asked for while one runs comes after it, once, and is waited for', async () => {
  const ends: (() => void)[] = []
  let running = 0
  let most = 0
  const again = new Again(async () => {
    most = Math.max(most, ++running)
    await new Promise<void>((resolve) => ends.push(resolve))
    running -= 1
  })
  const first = again.run()
  const later = vi.fn()
  const asked = Promise.all([again.run(), again.run(), again.run()]).then(later)
  ends[0]?.()
  await first
  await vi.advanceTimersByTimeAsync(0)
  expect(later).not.toHaveBeenCalled()
  expect(ends).toHaveLength(2)
  ends[1]?.()
  await asked
  expect([ends.length, most]).toEqual([2, 1])
})

it('what is under way is waited for, with what was asked for meanwhile', async () => {
  const ends: (() => void)[] = []
  const again = new Again(() => new Promise<void>((resolve) => ends.push(resolve)))
  await again.settled()
  void again.run()
  void again.run()
  const over = vi.fn()
  void again.settled().then(over)
  ends[0]?.()
  await vi.advanceTimersByTimeAsync(0)
  expect(over).not.toHaveBeenCalled()
  ends[1]?.()
  await vi.advanceTimersByTimeAsync(0)
  expect(over).toHaveBeenCalledOnce()
})

it('is followed once, however often it is started, and again after it was stopped', () => {
  const stop = vi.fn()
  const begin = vi.fn(() => stop)
  const following = new Following(begin)
  following.start()
  const end = following.start()
  expect(begin).toHaveBeenCalledOnce()
  end()
  expect(stop).toHaveBeenCalledOnce()
  following.start()
  expect(begin).toHaveBeenCalledTimes(2)
})
