import { expect, it } from 'vitest'

import { breath, inSlices, type Turns } from './slices'

/** A page in which time passes by `act` alone, and that counts the turns it was given. */
function stage() {
  const page = { time: 0, passed: 0 }
  const turns: Turns = { now: () => page.time, pass: async () => void (page.passed += 1) }
  return { page, turns }
}

it('the page has its turn before a slice, and again after some milliseconds of work', async () => {
  const { page, turns } = stage()
  const doneAt: number[] = []
  const work = inSlices([1, 2, 3, 4, 5], () => (doneAt.push(page.passed), (page.time += 4)), turns)
  expect(doneAt).toEqual([])
  await work
  expect(doneAt).toEqual([1, 1, 2, 2, 3])
})

it('what is added while it goes on is done as well, and nothing twice', async () => {
  const { turns } = stage()
  const waiting = new Set(['a'])
  const done: string[] = []
  await inSlices(waiting, (one) => (done.push(one), one === 'a' && waiting.add('b')), turns)
  expect(done).toEqual(['a', 'b'])
})

it('no work takes no turn', async () => {
  const { page, turns } = stage()
  await inSlices([], () => {}, turns)
  expect(page.passed).toBe(0)
})

it('work that is done between readings gives the page a turn once a slice is over, and none before', async () => {
  const { page, turns } = stage()
  const pause = breath(turns)
  const doneAt: number[] = []
  for (let piece = 0; piece < 5; piece += 1) {
    await pause()
    doneAt.push(page.passed)
    page.time += 4
  }
  expect(doneAt).toEqual([0, 0, 1, 1, 2])
})
