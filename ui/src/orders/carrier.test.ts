import { describe, expect, it } from 'vitest'

import { isAnother, recognise } from './carrier'

describe('a number whose form and check digit are a carrier’s', () => {
  it.each([
    ['1Z5R89390357567127', 'UPS'],
    ['1Z 5R8 939 03 5756 712 7', 'UPS'],
    ['9405511899223197428490', 'USPS'],
    ['9405 5118 9922 3197 4284 90', 'USPS'],
    ['420221539101026837331000039521', 'USPS'],
    ['RB123456785US', 'USPS'],
    ['RB123456785GB', 'Royal Mail'],
    ['986578788855', 'FedEx'],
    ['rb123456785vn', 'Vietnam Post'],
  ])('%s is %s', (number, carrier) => expect(recognise(number)).toEqual({ carrier, fits: true }))
})

it('one wrong digit is seen in every place', () => {
  for (const number of ['9405511899223197428490', '1Z5R89390357567127']) {
    for (const [place, sign] of [...number].entries()) {
      // The first places say whose it is.
      if (place < 2 || !/\d/.test(sign)) continue
      const wrong = number.slice(0, place) + String((Number(sign) + 1) % 10) + number.slice(place + 1)
      expect(recognise(wrong)?.fits, wrong).toBe(false)
    }
  }
})

it.each(['TK1234567890', '12345', '', '986578788854', '123456789012345678', '<b>1Z</b>'])('%j is nobody’s', (number) =>
  expect(recognise(number)).toBeNull())

it('a form without a check digit is recognised, and nothing is said of its digits', () => {
  expect(recognise('SPXVN021234567890')).toEqual({ carrier: 'SPX', fits: null })
  expect(recognise('TBA123456789012')).toEqual({ carrier: 'Amazon Logistics', fits: null })
})

it('the shop’s carrier is another one only where both are known', () => {
  expect(isAnother('UPS', 'USPS')).toBe(true)
  expect(isAnother('USPS', 'USPS Ground Advantage')).toBe(false)
  expect(isAnother('UPS', 'TikTok Shipping')).toBe(false)
  expect(isAnother('UPS', '')).toBe(false)
})
