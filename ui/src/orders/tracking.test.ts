import { expect, it } from 'vitest'

import { trackingProblem } from './tracking'

it('a number in groups, or with blanks around it, is fine', () => {
  expect(trackingProblem(' 9400 1118 9922 3 ')).toBeNull()
  expect(trackingProblem('9'.repeat(64))).toBeNull()
})

it('a number that is far too long is told its length', () => {
  expect(trackingProblem('9'.repeat(65))).toContain('65 characters')
})

it.each(['9400\n1118', '9400\t1118', '9400\u20281118', '9400\u00071118'])('%j is refused: that is not one number', (typed) => {
  expect(trackingProblem(typed)).toContain('line break or tab')
})
