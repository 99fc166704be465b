import { expect, it } from 'vitest'

import type { HandlingRule } from '../host'
import { seeded } from '../host/memory/seed'
import { shipBy } from './shipBy'

const zone = 'America/New_York'
const usual: HandlingRule = { days: 2, working: [true, true, true, true, true, false, false] }

/** The seller's own clock, to the second. */
const shown = (at: number, where = zone) => new Date(at).toLocaleString('sv-SE', { timeZone: where }).replace(' ', 'T')
const due = (placed: string, rule = usual, where = zone) => shown(shipBy(rule, Date.parse(placed), where) ?? Number.NaN, where)

it('an order of Tuesday leaves by Thursday midnight of the seller’s own clock', () => {
  expect(due('2026-03-10T12:00:00Z')).toBe('2026-03-12T23:59:59')
  expect(due('2026-03-11T03:30:00Z'), 'still Tuesday in New York').toBe('2026-03-12T23:59:59')
})

it('a weekend gives no time away', () => {
  expect(due('2026-03-13T15:00:00Z'), 'Friday').toBe('2026-03-17T23:59:59')
  expect(due('2026-03-14T15:00:00Z'), 'Saturday').toBe('2026-03-17T23:59:59')
})

it('no working day at all means the end of the first one', () => {
  expect(due('2026-03-10T12:00:00Z', { ...usual, days: 0 })).toBe('2026-03-10T23:59:59')
  expect(due('2026-03-14T15:00:00Z', { ...usual, days: 0 }), 'Saturday').toBe('2026-03-16T23:59:59')
})

it('a day ends at its own midnight when the clocks change, and where midnight itself is skipped', () => {
  expect(due('2026-03-06T12:00:00Z', { days: 1, working: [true, true, true, true, true, true, true] }), 'spring').toBe('2026-03-07T23:59:59')
  expect(due('2026-10-30T12:00:00Z', { days: 2, working: [true, true, true, true, true, true, true] }), 'autumn').toBe('2026-11-01T23:59:59')
  // In Cairo the clocks went from 00:00 to 01:00 on April 26, 2024.
  const every: HandlingRule = { days: 1, working: [true, true, true, true, true, true, true] }
  expect(due('2024-04-24T12:00:00Z', every, 'Africa/Cairo')).toBe('2024-04-25T23:59:59')
})

it('a rule without a working day or of months is no rule', () => {
  expect(shipBy({ days: 2, working: [false, false, false, false, false, false, false] }, 0, zone)).toBeNull()
  expect(shipBy({ ...usual, days: 31 }, 0, zone)).toBeNull()
  expect(shipBy({ ...usual, days: 1.5 }, 0, zone)).toBeNull()
})

it('a later order is never due earlier', () => {
  const seed = Math.floor(Math.random() * 1_000_000_000)
  const draw = seeded(seed)
  for (let round = 0; round < 300; round += 1) {
    const working = Array.from({ length: 7 }, () => draw() < 0.5) as HandlingRule['working']
    working[Math.floor(draw() * 7)] = true
    const rule = { days: Math.floor(draw() * 31), working }
    const first = 1_700_000_000_000 + Math.floor(draw() * 100_000_000_000)
    const later = first + Math.floor(draw() * 1_000_000_000)
    expect(shipBy(rule, first, zone), `seed ${seed}, round ${round}`).toBeLessThanOrEqual(shipBy(rule, later, zone) ?? 0)
  }
})
