import { expect, it } from 'vitest'

import type { DivisionRow } from '../host'
import { addParcel, move, parcelsOf, put, rest, together } from './divide'

const row = (...units: string[][]): DivisionRow => ({ name: '', code: '', units })
const rows = [row(['a'], ['b'], ['c']), row(['d', 'e'])]

it('everything begins in the first parcel, and what another takes is missing there', () => {
  const begun = together(rows, 1)
  expect(parcelsOf(rows, begun)).toEqual([['a', 'b', 'c', 'd', 'e'], []])
  expect(parcelsOf(rows, put(rows, begun, 0, 0, 2))).toEqual([['c', 'd', 'e'], ['a', 'b']])
})

it('a parcel takes what the first one has, and never less than nothing', () => {
  const two = addParcel(put(rows, together(rows, 1), 0, 0, 2))
  for (const [wanted, got] of [[9, 1], [-1, 0], [NaN, 0], [1.9, 1]] as const) expect(put(rows, two, 0, 1, wanted)[0]).toEqual([2, got])
  expect(rest(rows[0]!, two[0]!)).toBe(1)
})

it('pieces that go together lie in one parcel', () => {
  const two = addParcel(move(together(rows, 1), 1, 0))
  expect(parcelsOf(rows, two)).toEqual([['a', 'b', 'c'], ['d', 'e'], []])
  expect(parcelsOf(rows, move(two, 1, 1))).toEqual([['a', 'b', 'c'], [], ['d', 'e']])
  expect(parcelsOf(rows, move(two, 1, null))[0]).toEqual(['a', 'b', 'c', 'd', 'e'])
})
