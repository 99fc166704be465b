import { describe, expect, it } from 'vitest'

import type { Kind, Outcome } from './standing'
import { isReady, Tally, type Verdict } from './tally'

const verdict = (kind: Kind, outcome: Outcome | null = null, number = 'JT1'): Verdict => ({ standing: { kind, words: '', number }, outcome })

function tallied(...verdicts: Verdict[]) {
  const tally = new Tally()
  verdicts.forEach((one, at) => tally.put(String(at), one))
  return tally
}

describe('the totals', () => {
  it('tell those that leave with a label apart, which share no number', () => {
    const tally = tallied(verdict('ready', null, ''), verdict('ready', null, ''), verdict('ready'))
    expect([tally.totals().labels, tally.totals().counts.ready, tally.usesOf('')]).toEqual([2, 3, 0])
    tally.put('0', verdict('gone', 'queued', ''))
    expect(tally.totals().labels).toBe(1)
  })

  it('count an order once, by what was said of it last', () => {
    const tally = tallied(verdict('empty'), verdict('empty'))
    tally.put('0', verdict('ready'))
    expect(tally.totals().counts).toEqual({ ready: 1, empty: 1, bad: 0, buy: 0, closed: 0, gone: 0 })
  })

  it('count what is under way as that, and as ready no more', () => {
    const { counts, progress } = tallied(verdict('ready', 'queued'), verdict('gone', 'done'), verdict('bad', 'refused'), verdict('ready')).totals()
    expect(counts).toEqual({ ready: 1, empty: 0, bad: 1, buy: 0, closed: 0, gone: 1 })
    expect(progress).toEqual({ total: 3, done: 1, refused: 1, waiting: 1 })
  })

  it('leave out again what was taken back', () => {
    const tally = tallied(verdict('ready', 'queued'))
    tally.put('0', verdict('ready'))
    expect(tally.totals()).toMatchObject({ counts: { ready: 1 }, progress: { total: 0, waiting: 0 } })
  })

  it('that were told stay as they were', () => {
    const tally = tallied(verdict('ready'))
    const before = tally.totals()
    tally.put('1', verdict('ready'))
    expect(before.counts.ready).toBe(1)
  })
})

it('a refused one with another number is ready again', () => {
  expect([isReady(verdict('ready', 'refused')), isReady(verdict('ready', 'checking'))]).toEqual([true, false])
})

it('a number is known by how many would leave with it, however it is written', () => {
  const tally = tallied(verdict('ready', null, 'jt1'), verdict('ready', null, 'JT1'), verdict('ready', 'queued'), verdict('bad'))
  expect(tally.usesOf('Jt1')).toBe(2)
  tally.put('0', verdict('ready', null, 'JT2'))
  expect([tally.usesOf('JT1'), tally.usesOf('JT2'), tally.usesOf('JT3')]).toEqual([1, 1, 0])
})
