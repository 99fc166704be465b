import { expect, it } from 'vitest'

import { portOf } from './port'

it('a port is a whole number that a person’s program may use', () => {
  expect([' 8788 ', '1024', '65535'].map(portOf)).toEqual([8788, 1024, 65_535])
})

it.each(['', '80', '1023', '65536', '8788.5', '0x2254', '-8788', '8 788'])('%j is none', (typed) => {
  expect(portOf(typed)).toBeNull()
})
