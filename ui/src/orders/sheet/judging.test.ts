import { beforeEach, describe, expect, it } from 'vitest'

import { Judging } from './judging.svelte'
import type { Kind } from './standing'

/** A thousand orders, each with what would be said of it. */
const ids = Array.from({ length: 1_000 }, (_, at) => String(at))
let kinds: Map<string, Kind>
let judging: Judging
let judged: string[]
/** Called as the thousandth order is judged. */
let onLast: () => void
/** Lets the page have its turn: one slice more is judged then. */
let turn: () => Promise<void>

beforeEach(() => {
  kinds = new Map(ids.map((id) => [id, 'empty']))
  judged = []
  onLast = () => {}
  const waiting: (() => void)[] = []
  let time = 0
  const turns = { now: () => time, pass: () => new Promise<void>((go) => waiting.push(go)) }
  const judge = (id: string) => {
    const kind = kinds.get(id)
    if (judged.push(id) === ids.length) onLast()
    // So that a slice is a hundred orders.
    time += 0.08
    return kind ? { standing: { kind, words: '', number: '' }, outcome: null } : null
  }
  judging = new Judging(judge, turns)
  turn = async () => {
    waiting.shift()?.()
    for (let at = 0; at < 5; at += 1) await Promise.resolve()
  }
})

const become = (kind: Kind, changed: string[]) => {
  for (const id of changed) kinds.set(id, kind)
  return judging.reconsider(changed)
}
const finish = async () => {
  for (let at = 0; judging.isUnderWay && at < 100; at += 1) await turn()
}

it('few orders are judged at once', () => {
  void become('ready', ['1', '2'])
  expect([judging.isUnderWay, judging.totals.counts.ready]).toEqual([false, 2])
})

it('one that the sheet doesn’t have is in no total', () => {
  void judging.reconsider(['elsewhere'])
  expect([judging.of('elsewhere'), Object.values(judging.totals.counts).every((orders) => orders === 0)]).toEqual([null, true])
})

describe('many orders', () => {
  it('are judged in slices, and are in no total before the last of them', async () => {
    const over = become('ready', ids)
    expect([judging.isUnderWay, judged.length]).toEqual([true, 0])
    await turn()
    expect(judged.length).toBeGreaterThan(90)
    expect(judged.length).toBeLessThan(110)
    expect([judging.isUnderWay, judging.totals.counts.ready]).toEqual([true, 0])
    await finish()
    await over
    expect([judging.isUnderWay, judging.totals.counts.ready, judged.length]).toEqual([false, 1_000, 1_000])
  })

  it('are never shown as they were', () => {
    void become('ready', ids)
    expect(judging.of('999')?.standing.kind).toBe('ready')
  })

  it('of which one changes meanwhile have it at once, and in the totals as it was last', async () => {
    void become('ready', ids)
    await turn()
    void become('bad', ['0'])
    void become('bad', ['999'])
    expect([judging.of('0'), judging.of('999')].map((verdict) => verdict?.standing.kind)).toEqual(['bad', 'bad'])
    // Not yet: the others are in no total.
    expect(judging.totals.counts).toMatchObject({ ready: 0, bad: 0 })
    await finish()
    expect(judging.totals.counts).toMatchObject({ ready: 998, bad: 2 })
  })

  it('that all change again meanwhile are judged as they are at the end', async () => {
    void become('ready', ids)
    for (let at = 0; at < 5; at += 1) await turn()
    void become('bad', ids)
    await finish()
    expect(judging.totals.counts).toMatchObject({ ready: 0, bad: 1_000 })
  })

  it('that change right behind the last one are not left out', async () => {
    const over = become('ready', ids)
    onLast = () => queueMicrotask(() => void become('bad', ids))
    await finish()
    await over
    expect(judging.totals.counts).toMatchObject({ ready: 0, bad: 1_000 })
  })
})
