import { expect, it } from 'vitest'

import { difference } from './conflict'

it('what the seller meant to add is added to what the shop has now', () => {
  expect(difference({ base: 50, mine: 60, shop: 43 })).toEqual({ amount: 10, level: 53 })
  expect(difference({ base: 50, mine: 40, shop: 43 })).toEqual({ amount: -10, level: 33 })
})

it.each([
  { base: null, mine: 60, shop: 43 },
  { base: 50, mine: 60, shop: null },
  { base: 50, mine: 0, shop: 43 },
  { base: 0, mine: 99_999, shop: 1 },
])('a difference that can’t be said, or that the shop would not take, is not offered: %j', (sides) => {
  expect(difference(sides)).toBeNull()
})
