import { expect, it } from 'vitest'

import { asLines, holdsManyIds, idIn, isShortened, listsOf } from './pasted'

it.each([
  '576618402217359921\n576618402217359922',
  '576618402217359921, 576618402217359922',
  'Order ID\tBuyer\r\n576618402217359921\tAna\r\n576618402217359922\tBo',
  '5.76618E+17\n5.76618E+17',
])('%j is a list of ids', (text) => expect(holdsManyIds(text)).toBe(true))

it.each(['576618402217359921', '9400 1118 9922 3197 4284 90', 'Nguyễn Hoa', '576618402217359921 576618402217359921', '1Z5R89390357567127 1Z5R89390357567128'])(
  '%j is not',
  (text) => expect(holdsManyIds(text)).toBe(false),
)

it('an id that a sheet has shortened is known by its end', () => {
  expect(['5.76618E+17', '576618402217359000', '576618402217359921', '12000'].map(isShortened)).toEqual([true, true, false, false])
})

it('an order’s number is known also by its end, with a # or blanks, and is no tracking number or name', () => {
  expect(['576618402217359921', '#5766 1840', ' # 359921 '].map(idIn)).toEqual(['576618402217359921', '57661840', '359921'])
  expect(['35992', '9400 1118 9922 3197 4284 90', '1Z5R89390357567127', 'Hoa 2', ''].map(idIn)).toEqual([null, null, null, null, null])
})

it('what keeps an order stands beside each of its ids, and is copied into a column of its own', () => {
  const lists = listsOf({ ready: ['1'], kept: [{ why: 'Cancelled', ids: ['4', '2'] }, { why: 'Shipped', ids: ['3'] }], missing: ['5', '6'] })
  expect(lists.kept.map(({ id, why }) => [id, why])).toEqual([['4', 'Cancelled'], ['2', 'Cancelled'], ['3', 'Shipped']])
  expect(Object.values(lists).map(asLines)).toEqual(['1', '4\tCancelled\n2\tCancelled\n3\tShipped', '5\n6'])
})
