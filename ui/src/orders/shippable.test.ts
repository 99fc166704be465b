import { expect, it } from 'vitest'

import type { OrderFilter, OrderTab } from '../host'
import { noChips } from './firstQuery'
import { mostToShip } from './shippable'

/** 148 of a shop's orders wait. A list of one of its piles, under a filter perhaps. */
function list(tab: OrderTab, total: number, waiting = 0) {
  const query: OrderFilter = { tab, search: '', pasted: null, selected: false, chips: noChips, sort: null }
  const counts = { needs_action: 0, to_ship: waiting, on_hold: 0, cancel_asked: 0, sent: 0, delivered: 0, cancelled: 0, all: 0 }
  return { query, total, counts, toShip: 148 }
}

it.each(['on_hold', 'sent', 'delivered', 'cancelled'] as const)('nothing of the pile %s waits to be shipped', (tab) => {
  expect(mostToShip({ count: 20, inList: 20 }, list(tab, 500))).toBe(0)
  expect(mostToShip({ count: 20, inList: 15 }, list(tab, 500))).toBe(5)
})

it('all that is selected of those that wait, and of the others none where the list holds all that wait', () => {
  expect(mostToShip({ count: 30, inList: 30 }, list('to_ship', 148))).toBe(30)
  expect(mostToShip({ count: 30, inList: 12 }, list('to_ship', 148))).toBe(12)
  expect(mostToShip({ count: 30, inList: 0 }, list('to_ship', 148))).toBe(0)
})

it('what may wait beside a list of some of them is not left out', () => {
  expect(mostToShip({ count: 30, inList: 10 }, list('needs_action', 140))).toBe(18)
  expect(mostToShip({ count: 30, inList: 10 }, list('to_ship', 40))).toBe(30)
})

it('among all orders not more than wait there', () => {
  expect(mostToShip({ count: 300, inList: 300 }, list('all', 5000, 148))).toBe(148)
  expect(mostToShip({ count: 9, inList: 9 }, list('all', 9, 4))).toBe(4)
  expect(mostToShip({ count: 9, inList: 9 }, list('all', 9, 0))).toBe(0)
})

it('before a list is here all of them may', () => {
  expect(mostToShip({ count: 3, inList: 0 }, null)).toBe(3)
})
