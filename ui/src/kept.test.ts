import { beforeEach, describe, expect, it, vi } from 'vitest'

import { Form } from './connect/form.svelte'
import { provideHost } from './host'
import { MemoryHost } from './host/memory/host'
import { Kept } from './kept'
import { Desk } from './orders/desk.svelte'

/** Everything that the web view has on its disk. */
const stored = () => Object.values({ ...localStorage }).join('\n')
const settled = async () => {
  for (let turn = 0; turn < 60; turn += 1) await Promise.resolve()
}

beforeEach(() => {
  localStorage.clear()
  provideHost(new MemoryHost({ orders: 40, skus: 30 }))
})

describe('typed tracking numbers', () => {
  async function deskOf(shop: string) {
    const desk = new Desk(1)
    desk.remember(shop)
    await desk.list.open()
    return desk
  }

  it('are there again after a crash, but for the ones that were shipped', async () => {
    const before = await deskOf('shop A')
    const [first, second] = [before.list.at(0)!.id, before.list.at(1)!.id]
    before.type(first, '9400 11')
    before.type(second, '9400 22')
    await before.ship(first)
    await settled()
    const after = await deskOf('shop A')
    expect([after.tracking(first), after.tracking(second)]).toEqual(['', '9400 22'])
    expect((await deskOf('shop B')).tracking(second)).toBe('')
  })

  it('stay in the field of a shipment that is discarded, to be put right', async () => {
    const desk = await deskOf('shop A')
    const { id } = desk.list.at(0)!
    desk.type(id, '9400 11')
    await desk.ship(id)
    expect(desk.tracking(id)).toBe('9400 11')
  })

  it('are kept without the buyer, and a pasted address is not kept at all', async () => {
    const desk = await deskOf('shop A')
    const { id, buyer } = desk.list.at(0)!
    desk.type(id, '9400 11')
    desk.type(desk.list.at(1)!.id, `${buyer}\n12 Maple Ave\nPortland`)
    await settled()
    expect(stored()).toContain('9400 11')
    expect(stored()).not.toContain(buyer)
    expect(stored()).not.toContain('Maple')
  })
})

describe('the connect form', () => {
  it('remembers market and addresses, and neither key nor secret', () => {
    const before = new Form()
    before.market = 'custom'
    before.endpoints.apiUrl = 'https://shop.test'
    before.appKey = 'the-key'
    before.appSecret = 'the-secret'
    before.keep()
    expect(stored()).not.toMatch(/the-key|the-secret/)
    const after = new Form()
    expect(after.read()).toMatchObject({ market: 'custom', appKey: '', appSecret: '', endpoints: { apiUrl: 'https://shop.test' } })
  })
})

it('a storage that is full says so, and costs nothing that is on the screen', async () => {
  const failed = vi.fn()
  const kept = new Kept<string>('x', String, failed)
  kept.open('shop A')
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new Error('quota')
  })
  kept.keep(() => ['a'])
  await settled()
  expect(failed).toHaveBeenCalledOnce()
})

it('a storage that holds nonsense begins empty', () => {
  localStorage.setItem('x', '{"shop":')
  expect(new Kept<string>('x', String, () => {}).open('shop A')).toEqual([])
})
