import { describe, expect, it } from 'vitest'

import { counted, initials, moment, money, stamp, when, withSeparators } from './format'

describe('money', () => {
  it('is shown exactly, also where a floating-point number would round', () => {
    expect(money('9007199254740993.10', 'USD')).toBe('$9,007,199,254,740,993.10')
    expect(money('29.99', 'EUR')).toBe('€29.99')
  })

  it('stays the shop’s own text while the currency is not known', () => {
    expect(money('29.99', null)).toBe('29.99')
    expect(money('9007199254740993.1050', null)).toBe('9,007,199,254,740,993.1050')
    expect(money('-1000', null)).toBe('-1,000')
    expect(money('29.99', 'nonsense')).toBe('29.99')
  })
})

it('a moment is a time today, a day this year, and a date before that', () => {
  const now = new Date(2026, 10, 22, 12, 0).getTime()
  expect(when(new Date(2026, 10, 22, 9, 5).toISOString(), now)).toBe('09:05')
  expect(when(new Date(2026, 2, 3, 9, 5).toISOString(), now)).toBe('Mar 3')
  expect(when(new Date(2025, 2, 3).toISOString(), now)).toBe('Mar 3, 2025')
  expect(when('soon', now)).toBe('soon')
  expect(moment(new Date(2026, 10, 22, 9, 5).toISOString(), now)).toBe('09:05')
  expect(moment(new Date(2025, 2, 3, 9, 5).toISOString(), now)).toBe('Mar 3, 2025, 09:05')
})

it('a line of the log is timed to the second', () => {
  const now = new Date(2026, 10, 22, 12, 0).getTime()
  expect(stamp(new Date(2026, 10, 22, 9, 5, 7).toISOString(), now)).toBe('09:05:07')
  expect(stamp(new Date(2026, 10, 21, 9, 5, 7).toISOString(), now)).toBe('Nov 21, 09:05:07')
})

it('a level in a title is read as a number, and nothing else in it is', () => {
  expect(withSeparators('Set stock to 4321')).toBe('Set stock to 4,321')
  expect(withSeparators('Set stock to 4,321')).toBe('Set stock to 4,321')
  expect(withSeparators('Set LT-8030 to 50')).toBe('Set LT-8030 to 50')
})

it('one is not plural', () => {
  expect([counted(1, 'order'), counted(0, 'order'), counted(1200, 'order')]).toEqual(['1 order', '0 orders', '1,200 orders'])
})

it('a shop’s badge takes the first letters in any script', () => {
  expect([initials('Linh Kay Studio'), initials('陈美玲'), initials('😀 shop'), initials('')]).toEqual(['LK', '陈', '😀S', '·'])
})
