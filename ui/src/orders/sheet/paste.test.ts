import { describe, expect, it } from 'vitest'

import { fill, readPasted } from './paste'

const orders = ['576618402217359921', '576618402217359922', '576618402217359923', '576618402217359924']
const [one, two] = orders
const isOrder = (id: string) => orders.includes(id)

describe('what is pasted', () => {
  it.each([
    ['a number, its line end with it', '9400 1118 9922\r\n', { kind: 'one', number: '9400 1118 9922' }],
    ['a column of numbers, with a gap where a row has none', 'JT1\n\nJT3\n', { kind: 'column', numbers: ['JT1', '', 'JT3'] }],
    ['a column beside an empty one', '\tJT1\n\tJT2', { kind: 'column', numbers: ['JT1', 'JT2'] }],
    ['two columns', `${one}\tJT1\n${two}\tJT2`, { kind: 'table' }],
    ['one pair alone', `${one}\tJT1`, { kind: 'table' }],
    ['pairs with a blank or a comma between', `${one} JT1\n${two},JT2`, { kind: 'table' }],
    ['grouped numbers, which are no pairs', '9400 1118 9922 3344\n9400 1118 9922 3345', { kind: 'column', numbers: ['9400 1118 9922 3344', '9400 1118 9922 3345'] }],
    ['order ids where numbers belong', `${one}\n${two}\n`, { kind: 'ids', ids: 2 }],
    ['nothing', '', { kind: 'one', number: '' }],
  ])('%s', (_, pasted, meant) => expect(readPasted(pasted, isOrder)).toEqual(meant))
})

describe('a column', () => {
  const all = () => true

  it('goes down from where it was pasted, and a gap leaves its row as it is', () => {
    expect(fill(orders, 1, ['A', '', 'C'], all)).toEqual({ writes: [{ id: orders[1], number: 'A' }, { id: orders[3], number: 'C' }], passed: [], left: 0 })
  })

  it('keeps each number beside its row, also where an order between takes none', () => {
    const { writes, passed } = fill(orders, 0, ['A', 'B', 'C'], (id) => id !== orders[1])
    expect(writes).toEqual([{ id: orders[0], number: 'A' }, { id: orders[2], number: 'C' }])
    expect(passed).toEqual([orders[1]])
  })

  it('that is longer than the list tells how many were left over', () => {
    expect(fill(orders, 2, ['A', 'B', 'C', '', 'E'], all)).toMatchObject({ writes: [{ number: 'A' }, { number: 'B' }], left: 2 })
  })
})
