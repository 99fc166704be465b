import { expect, it } from 'vitest'

import type { OrderSort, OrderSortBy, OrderTab } from '../host'
import { nextSort } from './sort'

/** What three clicks on one heading lead to, from the usual order. */
function clicks(by: OrderSortBy, tab: OrderTab) {
  const said = (sort: OrderSort | null) => sort && `${sort.by} ${sort.descending ? 'down' : 'up'}`
  const first = nextSort(null, by, tab)
  const second = nextSort(first, by, tab)
  return [first, second, nextSort(second, by, tab)].map(said)
}

it('a heading sorts upwards, downwards, and then as usual', () => {
  expect(clicks('buyer', 'to_ship')).toEqual(['buyer up', 'buyer down', null])
  expect(clicks('created', 'to_ship')).toEqual(['created up', 'created down', null])
})

it('a heading that the list is sorted by anyway turns it around first, and no click is without effect', () => {
  expect(clicks('ship_by', 'to_ship')).toEqual(['ship_by down', null, 'ship_by down'])
  expect(clicks('created', 'all')).toEqual(['created up', null, 'created up'])
})

it('another heading begins anew, and the usual one gives the usual order back', () => {
  expect(nextSort({ by: 'buyer', descending: true }, 'total', 'all')).toEqual({ by: 'total', descending: false })
  expect(nextSort({ by: 'buyer', descending: false }, 'ship_by', 'to_ship')).toBeNull()
})
