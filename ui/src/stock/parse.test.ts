import { describe, expect, it } from 'vitest'

import { asAdjustment, readPasted, readTyped, written } from './parse'

const set = (level: number) => ({ kind: 'change', change: { kind: 'set', level }, wanted: level })
const add = (amount: number, wanted: number) => ({ kind: 'change', change: { kind: 'add', amount }, wanted })

describe('a typed level', () => {
  it.each(['50', '=50', ' 50 ', '５０', '= 50', '＝５０', '=+50'])('%j sets fifty', (typed) => {
    expect(readTyped(typed, 45)).toEqual(set(50))
  })

  it.each(['+5', '＋５', '+ 5'])('%j adds five to what is shown', (typed) => {
    expect(readTyped(typed, 45)).toEqual(add(5, 50))
  })

  it.each(['-3', '−3', '－３', '–3'])('%j takes three away, whichever minus it is', (typed) => {
    expect(readTyped(typed, 45)).toEqual(add(-3, 42))
  })

  it('takes zero as a number and an empty text as none', () => {
    expect(readTyped('0', 45)).toEqual(set(0))
    expect(readTyped('  ', 45)).toEqual({ kind: 'nothing' })
  })

  it('takes a thousands separator where it stands right', () => {
    expect(readTyped('1,234', 45)).toEqual(set(1234))
    expect(readTyped('12,34', 45).kind).toBe('wrong')
  })

  it('sees that nothing changes', () => {
    expect(readTyped('45', 45)).toEqual({ kind: 'same' })
    expect(readTyped('+0', 45)).toEqual({ kind: 'same' })
  })

  it('takes the limits themselves', () => {
    expect(readTyped('99999', 45)).toEqual(set(99_999))
    expect(readTyped('-45', 45)).toEqual(add(-45, 0))
  })

  it.each([
    ['-46', 'below 0'],
    ['=-1', 'below 0'],
    ['100000', 'more than the shop takes'],
    ['+99999', 'more than the shop takes'],
    ['1.5', 'whole pieces'],
    ['1,5', 'whole pieces'],
    ['.5', 'whole pieces'],
    ['ten', 'not a number'],
    ['5e3', 'not a number'],
    ['12*4', 'not a number'],
    ['+', 'not a number'],
    ['--5', 'not a number'],
    ['.', 'not a number'],
    ['10-5', 'not a number'],
    ['=1,2+3', 'not a number'],
    ['=12*', 'not a number'],
    ['=(1+2)*3', 'not a number'],
    ['=5-6', 'below 0'],
    ['=99999+1', 'more than the shop takes'],
    ['=4/0', 'divided by 0'],
    ['/0', 'divided by 0'],
    ['*1.5', 'whole numbers'],
    ['*-2', 'whole numbers'],
    ['*', 'whole numbers'],
    ['*9999', 'more than the shop takes'],
  ])('%j is refused because of “%s”', (typed, because) => {
    expect(readTyped(typed, 45)).toEqual({ kind: 'wrong', problem: expect.stringContaining(because) })
  })

  it.each([
    ['*2', 90],
    ['×2', 90],
    ['＊２', 90],
    ['/5', 9],
    ['÷ 5', 9],
    ['*0', 0],
    ['=12*4', 48],
    ['=10+5', 15],
    ['=10+5-2*3', 9],
    ['=-5+10', 5],
    ['=1,200+34', 1234],
    ['=7/2*2', 7],
    ['=1/49*49', 1],
  ])('%j is computed, and set', (typed, level) => {
    expect(readTyped(typed, 45)).toEqual(set(level))
  })

  it.each([
    ['/2', 22],
    ['=7/2', 3],
    ['=100/3', 33],
  ])('%j is rounded down, and says so', (typed, level) => {
    expect(readTyped(typed, 45)).toEqual({ ...set(level), rounded: true })
  })

  it('computed to what is there is no change', () => {
    expect(readTyped('*1', 45)).toEqual({ kind: 'same' })
    expect(readTyped('=9*5', 45)).toEqual({ kind: 'same' })
  })

  it('can’t be multiplied where the shop does not tell the level, but a sum is as good as a number', () => {
    expect(readTyped('*2', null)).toMatchObject({ kind: 'wrong', problem: expect.stringContaining('doesn’t tell') })
    expect(readTyped('=2*3', null)).toEqual(set(6))
  })

  it.each([
    [`*${'9'.repeat(400)}`, 0],
    [`=${'9'.repeat(400)}/${'9'.repeat(400)}`, 45],
    [`=${'9'.repeat(400)}-${'9'.repeat(400)}`, 45],
    [`*${'9'.repeat(400)}`, 45],
  ])('is never set to what no computer can count (%#)', (typed, shown) => {
    expect(readTyped(typed, shown).kind).toBe('wrong')
  })

  it('can’t be relative where the shop does not tell the level', () => {
    expect(readTyped('+5', null)).toMatchObject({ kind: 'wrong', problem: expect.stringContaining('doesn’t tell') })
    expect(readTyped('5', null)).toEqual(set(5))
  })
})

describe('a pasted level', () => {
  it('is a number as a spreadsheet means it: a plus sign is no change', () => {
    expect(readPasted('+5', 45)).toEqual(set(5))
    expect(readPasted('50', 45)).toEqual(set(50))
  })

  it.each(['12/4', '10-5', '*2', '/2'])('%j is no sum, for it may be a day or a range', (pasted) => {
    expect(readPasted(pasted, 45).kind).toBe('wrong')
  })

  it('is a sum only behind its own equals sign', () => {
    expect(readPasted('=12*4', 45)).toEqual(set(48))
  })

  it.each([
    ['5', '+5'],
    ['１,２００', '+1,200'],
    ['+5', '+5'],
    ['−3', '-3'],
    ['=10', '=10'],
    ['n/a', 'n/a'],
  ])('%j as an adjustment is typed as %j', (pasted, typed) => {
    expect(asAdjustment(pasted)).toBe(typed)
  })

  it('is refused when it is negative', () => {
    expect(readPasted('-3', 45)).toMatchObject({ kind: 'wrong', problem: expect.stringContaining('below 0') })
  })
})

it('a change is written as it could be typed', () => {
  expect([written({ kind: 'set', level: 7 }), written({ kind: 'add', amount: 5 }), written({ kind: 'add', amount: -3 })]).toEqual(['7', '+5', '−3'])
})
