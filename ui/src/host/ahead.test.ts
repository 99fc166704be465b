import { beforeEach, expect, it, vi } from 'vitest'

import { firstQuestion } from '../orders/firstQuery'
import { askedAhead } from './ahead'
import type { Changed, Host } from './host'
import { MemoryHost } from './memory/host'
import type { SyncView } from './types/SyncView'

let memory: MemoryHost
let asked: Host
let changed: (news: Changed) => void
let synced: (news: SyncView) => void

beforeEach(() => {
  memory = new MemoryHost({ orders: 5 })
  vi.spyOn(memory, 'app_state')
  vi.spyOn(memory, 'first_orders')
  vi.spyOn(memory, 'onChanged').mockImplementation((hear) => ((changed = hear), () => {}))
  vi.spyOn(memory, 'onSync').mockImplementation((hear) => ((synced = hear), () => {}))
  asked = askedAhead(memory, firstQuestion)
})

it('both questions are asked before anybody wants to know, and no more than once', async () => {
  expect([memory.app_state, memory.first_orders].map((ask) => vi.mocked(ask).mock.calls)).toEqual([[[]], [[firstQuestion]]])
  expect((await asked.app_state()).shop).not.toBeNull()
  expect((await asked.first_orders(firstQuestion))?.orders.total).toBeGreaterThan(0)
  expect(memory.app_state).toHaveBeenCalledOnce()
  expect(memory.first_orders).toHaveBeenCalledOnce()
})

it('an answer is given once, and everybody after that is answered anew', async () => {
  await asked.app_state()
  await asked.app_state()
  await asked.first_orders(firstQuestion)
  await asked.first_orders(firstQuestion)
  expect(memory.app_state).toHaveBeenCalledTimes(2)
  expect(memory.first_orders).toHaveBeenCalledTimes(2)
})

it('after a change neither answer is used', async () => {
  changed({ tables: ['orders'] })
  await asked.app_state()
  await asked.first_orders(firstQuestion)
  expect(memory.app_state).toHaveBeenCalledTimes(2)
  expect(memory.first_orders).toHaveBeenCalledTimes(2)
})

it('news of the sync make the state old, and not the orders', async () => {
  synced((await memory.app_state()).sync)
  vi.mocked(memory.app_state).mockClear()
  await asked.app_state()
  await asked.first_orders(firstQuestion)
  expect(memory.app_state).toHaveBeenCalledOnce()
  expect(memory.first_orders).toHaveBeenCalledOnce()
})

it('another question gets its own answer', async () => {
  const other = { ...firstQuestion, first: 1 }
  await asked.first_orders(other)
  expect(vi.mocked(memory.first_orders).mock.calls).toEqual([[firstQuestion], [other]])
})

it('a question that fails is heard of by who takes its answer, and by nobody else', async () => {
  const failure = { code: 'storage', message: 'gone', field: null }
  vi.mocked(memory.app_state).mockRejectedValue(failure)
  // No spy: one handles what it sees rejected.
  Object.assign(memory, { first_orders: () => Promise.reject(failure) })
  asked = askedAhead(memory, firstQuestion)
  await expect(asked.app_state()).rejects.toEqual(failure)
  // Where nobody takes the other one, a rejection that nobody handles would end the run as failed.
  await new Promise((over) => setTimeout(over))
})
