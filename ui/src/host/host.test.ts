import { beforeEach, describe, expect, it, vi } from 'vitest'

const invoke = vi.hoisted(() => vi.fn())
const listen = vi.hoisted(() => vi.fn())
vi.mock('@tauri-apps/api/core', () => ({ invoke }))
vi.mock('@tauri-apps/api/event', () => ({ listen }))

import { asAppError } from '.'
import { commandNames } from './host'
import { MemoryHost } from './memory/host'
import { noChips } from '../orders/firstQuery'
import { tauriHost } from './tauri'

beforeEach(() => {
  invoke.mockReset()
  listen.mockReset()
})

describe('the door to Rust', () => {
  it('names every command once', () => {
    expect(new Set(commandNames).size).toBe(commandNames.length)
  })

  it('has the same commands in memory', () => {
    const memory = new MemoryHost() as unknown as Record<string, unknown>
    expect(commandNames.filter((name) => typeof memory[name] !== 'function')).toEqual([])
  })

  it('asks in memory too before a paper is made a second time', async () => {
    const memory = new MemoryHost({ phase: 'ready' })
    const shop = (await memory.app_state()).shop?.id ?? 0
    const filter = { tab: 'to_ship' as const, search: '', pasted: null, selected: false, chips: noChips, sort: null }
    const rows = await memory.order_rows({ view: (await memory.open_orders({ shop, filter, first: 0 })).view, from: 0, count: 2 })
    const orderIds = [...rows.map(({ id }) => id), 'gone']
    const print = (again: boolean) => memory.print_orders({ shop, orderIds, paper: 'address_labels', again })
    expect(await print(false)).toMatchObject({ orders: 2, before: [], leftOut: [{ orderId: 'gone' }] })
    expect(await print(false)).toMatchObject({ orders: 0, before: rows.map(({ id }) => ({ orderId: id })) })
    expect(await print(true)).toMatchObject({ orders: 2, before: [] })
  })

  it('passes a command on under its own name, with its arguments as they are', async () => {
    invoke.mockResolvedValue([])
    await tauriHost().order_rows({ view: 3, from: 100, count: 50 })
    expect(invoke).toHaveBeenCalledExactlyOnceWith('order_rows', { view: 3, from: 100, count: 50 })
  })

  it('listens once, before anybody asks, and tells everybody who hears by then', () => {
    let tell = (_event: { payload: unknown }) => {}
    listen.mockImplementation((name: string, handler: typeof tell) => {
      if (name === 'changed') tell = handler
      return Promise.resolve(() => {})
    })
    const host = tauriHost()
    const [one, other] = [vi.fn(), vi.fn()]
    const leave = host.onChanged(one)
    host.onChanged(other)
    tell({ payload: { tables: ['orders'] } })
    leave()
    tell({ payload: { tables: ['stock'] } })
    expect(listen.mock.calls.map(([name]) => name)).toEqual(['changed', 'sync'])
    expect(one.mock.calls).toEqual([[{ tables: ['orders'] }]])
    expect(other.mock.calls).toEqual([[{ tables: ['orders'] }], [{ tables: ['stock'] }]])
  })
})

describe('an error', () => {
  it('from Rust keeps its sentence and its field', () => {
    const error = { code: 'invalid_input', message: 'The app key is empty.', field: 'app_key' }
    expect(asAppError(error)).toEqual(error)
  })

  it('from anywhere else still becomes a sentence', () => {
    expect(asAppError(new Error('boom'))).toMatchObject({ code: 'internal', message: expect.stringContaining('boom') })
    expect(asAppError('a text').message).toContain('a text')
  })
})
