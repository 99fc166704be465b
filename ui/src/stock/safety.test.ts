import { describe, expect, it } from 'vitest'

import type { SafetyRules } from '../host'
import { keptBackWithout, lowAtWithout, piecesIn, shownIn } from './safety'

const none: SafetyRules = { lowAt: null, usualLowAt: 5, warehouses: [], runawayHours: 6, skus: null }
const two = [
  { id: 'ny', name: 'New York', closed: null },
  { id: 'la', name: 'Los Angeles', closed: null },
]

describe('what is typed', () => {
  it('is a whole number of pieces, or nothing', () => {
    expect(['', '  ', '0', ' 12 ', '99999', '99,999', '1,000'].map(piecesIn)).toEqual([null, null, 0, 12, 99_999, 99_999, 1000])
  })

  it('is no number of pieces otherwise', () => {
    for (const typed of ['-1', '+5', '1.5', 'abc', '100000', '1e3', '1,00', '5 000', '٣']) expect(piecesIn(typed), typed).toBeUndefined()
  })
})

it('a field shows the number that its SKUs share', () => {
  expect([shownIn({ kind: 'same', value: 0 }), shownIn({ kind: 'same', value: null }), shownIn({ kind: 'different' })]).toEqual(['0', '', ''])
})

describe('what counts where nothing is said', () => {
  it('comes from the next wider rule', () => {
    const shop = { ...none, lowAt: 8 }
    expect(lowAtWithout.shop(shop)).toBe('5, as is usual')
    expect([lowAtWithout.warehouse(none), lowAtWithout.warehouse(shop)]).toEqual(['5, as is usual', '8, as the shop'])
    expect([lowAtWithout.skus(none, two), lowAtWithout.skus(shop, two)]).toEqual(['5, as is usual', '8, as the shop'])
  })

  it('is what each warehouse says, where one does', () => {
    const rules = { ...none, warehouses: [{ id: 'la', lowAt: 20, keptBack: 3 }] }
    expect(lowAtWithout.skus(rules, two)).toBe('5 to 20, as its warehouses')
    expect(lowAtWithout.skus(rules, two.slice(1))).toBe('20, as its warehouses')
    expect([keptBackWithout(rules, two), keptBackWithout(rules, two.slice(1)), keptBackWithout(none, two)]).toEqual(['0 to 3, as its warehouses', '3, as its warehouses', 'nothing'])
  })
})
