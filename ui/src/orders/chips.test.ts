import { describe, expect, it } from 'vitest'

import type { OrderFilter } from '../host'
import { chipIds, isOn, isSameFilter, typedRange, valueOf, without } from './chips'
import { noChips } from './firstQuery'

const choices = { statuses: [{ value: 'AWAITING_SHIPMENT', name: 'Awaiting shipment' }], warehouses: [], regions: [], tags: [] }
const typed = (id: Parameters<typeof typedRange>[1], from: string, to: string) => {
  const found = typedRange(noChips, id, from, to)
  return 'problem' in found ? [found.end, found.problem] : Object.entries(found.chips).filter(([key, value]) => key.startsWith(id) && value !== null)
}

describe('a chip says', () => {
  it.each([
    [{ ...noChips, due: 'day' as const }, 'due', 'within 24 h'],
    [{ ...noChips, warehouses: ['New York'] }, 'warehouses', 'New York'],
    [{ ...noChips, warehouses: ['New York', 'Dallas'] }, 'warehouses', 'New York or Dallas'],
    [{ ...noChips, warehouses: ['New York', 'Dallas', 'Reno'] }, 'warehouses', 'New York or 2 others'],
    [{ ...noChips, statuses: ['AWAITING_SHIPMENT'] }, 'statuses', 'Awaiting shipment'],
    [{ ...noChips, statuses: ['NOT_TOLD_YET'] }, 'statuses', 'Not told yet'],
    [{ ...noChips, goods: 'glow serum' }, 'goods', '“glow serum”'],
    [{ ...noChips, quantityFrom: 1200 }, 'quantity', '1,200 or more'],
    [{ ...noChips, totalTo: '19.99' }, 'total', 'up to 19.99'],
    [{ ...noChips, totalFrom: '5', totalTo: '5' }, 'total', '5'],
    [{ ...noChips, placedFrom: '2026-03-08', placedTo: '2026-03-10' }, 'placed', 'Mar 8, 2026 – Mar 10, 2026'],
    [{ ...noChips, placedTo: '2026-03-10' }, 'placed', 'until Mar 10, 2026'],
  ] as const)('%j: its %s as %s', (chips, id, words) => {
    const of = { ...noChips, ...chips } as typeof noChips
    expect(isOn(of, id)).toBe(true)
    expect(valueOf(of, id, choices)).toBe(words)
    expect(without(of, id)).toEqual(noChips)
  })

  it.each(chipIds)('nothing while it is not there: %s', (id) => {
    expect(isOn(noChips, id)).toBe(false)
    expect(valueOf(noChips, id, choices)).toBe('')
  })
})

describe('what is typed', () => {
  it('becomes a condition', () => {
    expect(typed('quantity', ' 2 ', '')).toEqual([['quantityFrom', 2]])
    expect(typed('total', '$1,250.50', '2000')).toEqual([['totalFrom', '1250.50'], ['totalTo', '2000']])
    expect(typed('placed', '2026-02-28', '')).toEqual([['placedFrom', '2026-02-28']])
    expect(typed('total', '', ' ')).toEqual([])
  })

  it.each([
    ['quantity', '2.5', '', 0],
    ['quantity', '', 'many', 1],
    ['quantity', '-1', '', 0],
    ['total', '12,5', '', 0],
    ['total', '1e3', '', 0],
    ['placed', '2026-02-30', '', 0],
    ['placed', '', 'yesterday', 1],
    ['total', '20', '5', 1],
    ['placed', '2026-03-10', '2026-03-09', 1],
  ] as const)('as %s between %j and %j is told at its end', (id, from, to, end) => {
    expect(typed(id, from, to)).toEqual([end, expect.stringMatching(/\.$/)])
  })
})

it('a view is the same whatever was chosen first, and another one with another sorting', () => {
  const filter: OrderFilter = { tab: 'to_ship', search: '', pasted: null, selected: false, chips: { ...noChips, tags: ['a', 'b'] }, sort: null }
  expect(isSameFilter(filter, { ...filter, search: ' ', pasted: '1', selected: true, chips: { ...noChips, tags: ['b', 'a'] } })).toBe(true)
  expect(isSameFilter(filter, { ...filter, sort: { by: 'total', descending: true } })).toBe(false)
  expect(isSameFilter(filter, { ...filter, chips: { ...noChips, tags: ['a'] } })).toBe(false)
})
