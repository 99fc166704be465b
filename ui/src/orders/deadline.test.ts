import { expect, it } from 'vitest'

import { deadlineOf } from './deadline'

const now = Date.parse('2026-11-25T20:00:00Z')
const zone = 'America/Los_Angeles'
const told = (minutes: number, more = {}) => ({ shipBy: new Date(now + minutes * 60_000).toISOString(), shipByEstimated: false, collectBy: null, ...more })

it('what is left is told, and until when the carrier must scan it', () => {
  expect(deadlineOf(told(220, { collectBy: '2026-11-27T07:59:59Z' }), now, zone)).toEqual({
    tone: 'warn',
    title: 'Ship within 3 h 40 m',
    lines: ['Carrier must scan it by tomorrow 23:59 PST'],
    isEstimate: false,
  })
  expect(deadlineOf(told(220), now, zone)?.lines).toEqual(['Until today 15:40 PST'])
})

it('two hours before it is red, and once it is over it says by how much', () => {
  expect(deadlineOf(told(119), now, zone)).toMatchObject({ tone: 'bad', title: 'Ship within 1 h 59 m' })
  expect(deadlineOf(told(-125), now, zone)).toMatchObject({ tone: 'bad', title: 'Late by 2 h 5 m', lines: ['It should have left by today 09:55 PST'] })
})

it('a deadline further away is a day and not a countdown', () => {
  expect(deadlineOf(told(60 * 50), now, zone)).toMatchObject({ tone: 'calm', title: 'Ship by Fri, Nov 27, 14:00 PST', lines: [] })
})

it('an estimate is marked as one, and an order that waits for nobody has no card', () => {
  expect(deadlineOf(told(220, { shipByEstimated: true }), now, zone)?.isEstimate).toBe(true)
  expect(deadlineOf({ shipBy: null, shipByEstimated: false, collectBy: null }, now, zone)).toBeNull()
})

it('an order that left is still to be scanned by the carrier', () => {
  expect(deadlineOf({ shipBy: null, shipByEstimated: false, collectBy: '2026-11-27T07:59:59Z' }, now, zone)?.lines).toEqual(['Carrier must scan it by tomorrow 23:59 PST'])
})
