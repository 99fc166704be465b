import { describe, expect, it } from 'vitest'

import type { ShipmentRow, ShipmentVerdict } from '../../host'
import { letterOf, nameOf } from '../../tableColumns'
import { allAccepted, chosen, groupsOf, plain, takenOf, verdicts } from './preview'

const line = (verdict: ShipmentVerdict, orderId: string | null, number = 'JT1', more: Partial<ShipmentRow> = {}): ShipmentRow => ({
  row: 2, writtenOrder: orderId ?? '', orderId, number, verdict, message: null, hints: [], candidates: [], ...more,
})
const none = new Map<number, string>()

describe('the preview', () => {
  it('groups every line, what waits for a choice first and what is right last', () => {
    const rows = [line('ready', 'a'), line('unknown', null), line('guess', 'b'), line('ready', 'c')]
    expect(groupsOf(rows).map(({ verdict, places }) => [verdict, places])).toEqual([['guess', [2]], ['unknown', [1]], ['ready', [0, 3]]])
  })

  it('has a place for every verdict that there is', () => {
    const rows = verdicts.map((verdict) => line(verdict, 'a'))
    expect(groupsOf(rows).flatMap(({ places }) => places)).toHaveLength(rows.length)
  })

  it('takes what is ready, and nothing else by itself', () => {
    const rows = verdicts.map((verdict, at) => line(verdict, `order ${at}`))
    expect(takenOf(rows, none).writes).toEqual([{ id: `order ${verdicts.indexOf('ready')}`, number: 'JT1' }])
  })

  it('takes a guess once it is accepted, alone or with all of them, and not after it was taken back', () => {
    const rows = [line('guess', 'a', 'JT1'), line('guess', 'b', 'JT2'), line('unknown', 'c')]
    const first = chosen(rows, none, 0, 'a')
    expect(takenOf(rows, first).writes.map(({ id }) => id)).toEqual(['a'])
    expect(takenOf(rows, allAccepted(rows, none)).writes.map(({ id }) => id)).toEqual(['a', 'b'])
    expect(takenOf(rows, chosen(rows, first, 0, null)).writes).toEqual([])
  })

  it('takes an ambiguous line for the order that was chosen', () => {
    const rows = [line('ambiguous', null, 'JT1', { candidates: ['a', 'b'] })]
    expect(takenOf(rows, chosen(rows, none, 0, 'b')).writes).toEqual([{ id: 'b', number: 'JT1' }])
  })

  it('takes one of two that contradict each other at most', () => {
    const rows = [line('contradicted', 'a', 'JT1'), line('contradicted', 'a', 'JT2')]
    const both = chosen(rows, chosen(rows, none, 0, 'a'), 1, 'a')
    expect(takenOf(rows, both)).toMatchObject({ writes: [{ id: 'a', number: 'JT2' }] })
  })

  it('gives an order no number where the choices give it two', () => {
    const rows = [line('ready', 'a', 'JT1'), line('ambiguous', null, 'JT2', { candidates: ['a'] })]
    const { writes, clashing } = takenOf(rows, chosen(rows, none, 1, 'a'))
    expect(writes).toEqual([])
    expect([...clashing]).toEqual([0, 1])
  })
})

it('a pasted table writes at once only what is beyond doubt and in the sheet', () => {
  const rows = [line('ready', 'a'), line('ready', 'elsewhere'), line('ready', 'b', 'JT2', { hints: ['A zero may be lost.'] }), line('guess', 'a')]
  expect(plain(rows, (id) => id !== 'elsewhere')).toEqual([{ id: 'a', number: 'JT1' }])
})

it('a column is called by its letter, as in a spreadsheet, and its heading or what is in it', () => {
  expect([0, 25, 26, 27, 701, 702].map(letterOf)).toEqual(['A', 'Z', 'AA', 'AB', 'ZZ', 'AAA'])
  expect(nameOf({ name: ' Order ID ', samples: ['1'] }, 0)).toBe('A · Order ID')
  expect(nameOf({ name: '', samples: ['JT1'] }, 1)).toBe('B · JT1')
  expect(nameOf({ name: '', samples: [] }, 2)).toBe('C · empty')
})
