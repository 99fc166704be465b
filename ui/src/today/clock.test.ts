import { expect, it } from 'vitest'

import { dayAt, dayBegins, dayOf, dayText, dueText, dueWithZone, knownZone, span, weekdayOf, zoneWords } from './clock'

const zone = 'America/New_York'
const now = Date.parse('2026-11-25T15:00:00Z')

it('what is left is told coarser the longer it is, and never more than there is', () => {
  const minutes = (count: number) => span(count * 60_000)
  expect([minutes(0.9), minutes(12), minutes(72), minutes(220.99), minutes(300)]).toEqual(['less than 1 m', '12 m', '1 h 12 m', '3 h 40 m', '5 h'])
  expect([minutes(1440), minutes(1441 + 300)]).toEqual(['1 d', '1 d 5 h'])
  expect(span(-7_200_000), 'how late').toBe('2 h')
})

it('a deadline is told beside the seller’s own day', () => {
  expect(dueText('2026-11-25T23:00:00Z', now, zone)).toBe('today 18:00')
  expect(dueText('2026-11-27T04:59:59Z', now, zone)).toBe('tomorrow 23:59')
  expect(dueText('2026-11-24T20:00:00Z', now, zone)).toBe('yesterday 15:00')
  expect(dueText('2026-11-28T04:59:59Z', now, zone)).toBe('Fri, Nov 27, 23:59')
  expect(dueWithZone('2026-11-25T23:00:00Z', now, 'America/Los_Angeles')).toBe('today 15:00 PST')
  expect(dueText('soon', now, zone)).toBe('soon')
})

it('a day that is cut or doubled by the clocks begins once', () => {
  for (const day of ['2026-03-08', '2026-03-09', '2026-11-01', '2026-11-02']) {
    const begins = dayBegins(dayOf(day), zone)
    expect([dayAt(begins, zone), dayAt(begins - 1, zone)], day).toEqual([dayOf(day), dayOf(day) - 1])
  }
})

it('a day is written and counted as on a calendar', () => {
  expect([dayText(dayOf('2026-03-10')), dayText(dayOf('2026-03-10'), true)]).toEqual(['Mar 10', 'Tue, Mar 10'])
  expect([weekdayOf(dayOf('2026-03-09')), weekdayOf(dayOf('2026-03-15'))]).toEqual([0, 6])
})

it('a zone is named by its place, and one that is not known gives way to the computer’s', () => {
  expect([zoneWords('America/New_York'), zoneWords('Asia/Ho_Chi_Minh'), zoneWords('UTC')]).toEqual(['New York time', 'Ho Chi Minh time', 'UTC'])
  expect(knownZone('Mars/Olympus')).toBe(knownZone(null))
})
