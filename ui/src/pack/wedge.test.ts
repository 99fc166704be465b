import { expect, it } from 'vitest'

import { Wedge } from './wedge'

it.each(['Enter', 'Tab'])('what a scanner typed ends with %s', (key) => {
  expect(new Wedge().press(key, ' 5766 ', 10)).toEqual({ kind: 'scan', code: '5766' })
})

it('a scanner that ends twice answers no question with its second end', () => {
  const wedge = new Wedge()
  wedge.press('Enter', '5766', 1000)
  expect([wedge.press('Enter', '', 1010), wedge.press('Tab', '', 1012)]).toEqual([{ kind: 'nothing' }, { kind: 'nothing' }])
  expect(wedge.press('Enter', '', 2000)).toEqual({ kind: 'enter' })
})

it('Tab in the empty field goes on to the buttons, and letters are text', () => {
  expect([new Wedge().press('Tab', '', 0), new Wedge().press('a', 'x', 0)]).toEqual([null, null])
})
