import { describe, expect, it } from 'vitest'

import { dueOf } from './due'

const NEW_YORK = 'America/New_York'
/** Noon in New York on a winter's Friday. */
const noon = Date.parse('2026-01-16T12:00:00-05:00')
const at = (shipBy: string, estimated = false) => dueOf({ shipBy, shipByEstimated: estimated }, noon, NEW_YORK)
const said = (shipBy: string) => {
  const due = at(shipBy)
  return due && `${due.words} (${due.tone})`
}

describe('a deadline is told', () => {
  it.each([
    ['2026-01-16T10:00:00-05:00', 'Late 2 h (bad)'],
    ['2026-01-16T11:20:00-05:00', 'Late 40 m (bad)'],
    ['2026-01-16T11:59:40-05:00', 'Late (bad)'],
    ['2026-01-12T12:00:00-05:00', 'Late 4 days (bad)'],
    ['2026-01-16T13:12:00-05:00', '1 h 12 m (bad)'],
    ['2026-01-16T12:00:30-05:00', '1 m (bad)'],
    ['2026-01-16T15:40:00-05:00', '3 h 40 m (warn)'],
    ['2026-01-16T17:00:00-05:00', '5 h (warn)'],
    ['2026-01-16T18:00:00-05:00', 'Today 18:00 (warn)'],
    ['2026-01-17T00:00:00-05:00', 'Tomorrow (grey)'],
    ['2026-01-20T18:00:00-05:00', 'Tue 20 (grey)'],
    ['2026-03-20T18:00:00-05:00', 'Mar 20 (grey)'],
  ])('%s as %s', (shipBy, words) => expect(said(shipBy)).toBe(words))

  it('nowhere for an order that waits for nothing', () => {
    expect(dueOf({ shipBy: null, shipByEstimated: false }, noon, NEW_YORK)).toBeNull()
    expect(dueOf({ shipBy: 'soon', shipByEstimated: false }, noon, NEW_YORK)).toBeNull()
  })

  it('by the seller’s own calendar: the same moment is today here and tomorrow there', () => {
    const order = { shipBy: '2026-01-16T20:00:00-05:00', shipByEstimated: false }
    expect(dueOf(order, noon, NEW_YORK)?.words).toBe('Today 20:00')
    expect(dueOf(order, noon, 'Europe/London')?.words).toBe('Tomorrow')
  })
})

describe('when the clocks change', () => {
  // New York springs forward on 2026-03-08 at 2:00, and that day has 23 hours.
  const evening = Date.parse('2026-03-07T20:00:00-05:00')
  const due = (shipBy: string) => dueOf({ shipBy, shipByEstimated: false }, evening, NEW_YORK)?.words

  it('the next calendar day is tomorrow, and the one after it is not', () => {
    expect(due('2026-03-08T23:30:00-04:00')).toBe('Tomorrow')
    expect(due('2026-03-09T00:15:00-04:00')).toBe('Mon 9')
  })

  it('hours are counted as they pass', () => {
    expect(due('2026-03-08T03:00:00-04:00')).toBe('Tomorrow')
    expect(due('2026-03-08T01:00:00-05:00')).toBe('5 h')
    const night = Date.parse('2026-03-08T01:00:00-05:00')
    expect(dueOf({ shipBy: '2026-03-08T04:00:00-04:00', shipByEstimated: false }, night, NEW_YORK)?.words).toBe('2 h')
  })

  it('the moment carries the zone that holds then', () => {
    expect(at('2026-03-07T18:00:00-05:00')?.told).toBe('Ship by Sat, Mar 7, 18:00 EST')
    expect(at('2026-03-09T18:00:00-04:00')?.told).toBe('Ship by Mon, Mar 9, 18:00 EDT')
  })
})

it('an estimate is said to be one, and why', () => {
  expect(at('2026-01-16T18:00:00-05:00', true)?.told).toBe('Ship by Fri, Jan 16, 18:00 EST. Estimated by your handling time, because the shop tells none.')
})
