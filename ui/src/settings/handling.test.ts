import { expect, it } from 'vitest'

import { daysOf } from './handling'

it('working days are a whole number from 0 to 30, also when typed in full width', () => {
  expect(['0', ' 2 ', '30', '３'].map(daysOf)).toEqual([0, 2, 30, 3])
  expect(['', '31', '-1', '1.5', 'two', '1e1'].map(daysOf)).toEqual([null, null, null, null, null, null])
})
