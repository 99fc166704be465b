import { expect, it } from 'vitest'

import { isTooLong, meantTag, suggestions } from './tags'

const inUse = ['fragile', 'Gift', 'gift wrap', 'no gift note', 'VIP']

it('tags in use are offered, those that begin with what is typed first, and none that the order has', () => {
  expect(suggestions('gift', inUse, [])).toEqual(['Gift', 'gift wrap', 'no gift note'])
  expect(suggestions(' GIFT ', inUse, ['Gift'])).toEqual(['gift wrap', 'no gift note'])
  expect(suggestions('', inUse, ['VIP'], 2)).toEqual(['fragile', 'Gift'])
  expect(suggestions('zz', inUse, [])).toEqual([])
})

it('a tag that differs in capitals alone is the one in use, and blanks don’t make another', () => {
  expect([meantTag('vip', inUse), meantTag('  gift   wrap ', inUse), meantTag('Priority', inUse)]).toEqual(['VIP', 'gift wrap', 'Priority'])
})

it('a tag is counted in characters, not in bytes', () => {
  expect([isTooLong('ก'.repeat(40)), isTooLong('😀'.repeat(40)), isTooLong('a'.repeat(41))]).toEqual([false, false, true])
})
