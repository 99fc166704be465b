import { expect, it } from 'vitest'

import { dayInWords, stuckInWords, sumOf, tickText, ticks, urgencyOf } from './words'

const now = Date.parse('2026-11-25T15:00:00Z')
const usual = { late: 0, dueToday: 0, dueTomorrow: 0, toShip: 40, nextDue: '2026-11-25T23:00:00Z', timeZone: 'America/New_York' }
const said = (asked: Partial<typeof usual>) => dayInWords({ ...usual, ...asked }, now)

it('the day is told as one would say it', () => {
  expect(said({ dueToday: 12 })).toBe('12 orders must leave today, the first before 18:00; nothing is late.')
  expect(said({ dueToday: 1 })).toBe('1 order must leave before 18:00; nothing is late.')
  expect(said({ dueToday: 12, nextDue: '2026-11-26T04:59:59Z' })).toBe('12 orders must leave before the day ends; nothing is late.')
  expect(said({ late: 3, dueToday: 12 })).toBe('3 orders are late; 12 more must leave before the day ends.')
  expect(said({ late: 1 })).toBe('1 order is late.')
  expect(said({ dueTomorrow: 5 })).toBe('Nothing must leave today; 5 orders must leave tomorrow.')
  expect(said({ nextDue: '2026-11-28T04:59:59Z' })).toBe('Nothing must leave today; 40 orders wait, the first until Fri, Nov 27, 23:59.')
  expect(said({ toShip: 0 })).toBe('Nothing waits to be shipped.')
})

it('a deadline is red from two hours on, amber on its last day, and calm before', () => {
  const at = (hours: number) => urgencyOf(new Date(now + hours * 3_600_000).toISOString(), now)
  expect([at(-1), at(1.9), at(2), at(23.9), at(24)]).toEqual(['bad', 'bad', 'warn', 'warn', 'calm'])
})

it('what is stuck is named by why', () => {
  expect(stuckInWords({ refused: 2, checking: 1 })).toBe('2 refused, 1 answer lost')
  expect(stuckInWords({ refused: 0, checking: 0 })).toBe('Nothing is stuck')
})

it('amounts are added exactly, where a float would round', () => {
  expect(sumOf(['0.10', '0.20'])).toBe('0.30')
  expect(sumOf(['9007199254740993.01', '0.0001', '5'])).toBe('9007199254740998.0101')
  expect(sumOf(['-3.50', '1.00'])).toBe('-2.50')
  expect(sumOf([])).toBe('0.00')
})

it('the lines of the chart stand at round numbers and reach over the highest day', () => {
  expect([ticks(0), ticks(2), ticks(46), ticks(2310.5)]).toEqual([[0, 1], [0, 1, 2], [0, 20, 40, 60], [0, 1000, 2000, 3000]])
  expect([tickText(2000, 'USD', true), tickText(1500, null, true), tickText(1200, 'USD', false), tickText(5, 'nonsense', true)]).toEqual(['$2K', '1.5K', '1,200', '5'])
})
