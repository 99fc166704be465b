import { expect, it, vi } from 'vitest'

import { later, readLater, readSoon, soon } from './later'

it('code is read once, behind the first picture or when it is asked for, and is here from then on', async () => {
  const load = vi.fn(async () => ({ default: 'a panel' }))
  const give = soon(load)
  expect(load).not.toHaveBeenCalled()
  expect(give.here).toBeNull()
  await readSoon()
  expect(give.here).toBe('a panel')
  expect(await give()).toBe('a panel')
  expect(load).toHaveBeenCalledOnce()
})

it('other screens wait longer', async () => {
  const load = vi.fn(async () => ({ default: 'a screen' }))
  const give = later(load)
  await readSoon()
  expect(give.here).toBeNull()
  await readLater()
  expect(give.here).toBe('a screen')
})
