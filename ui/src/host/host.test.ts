import { beforeEach, describe, expect, it, vi } from 'vitest'

const invoke = vi.hoisted(() => vi.fn())
const listen = vi.hoisted(() => vi.fn())
vi.mock('@tauri-apps/api/core', () => ({ invoke }))
vi.mock('@tauri-apps/api/event', () => ({ listen }))

import { asAppError } from '.'
import { commandNames } from './host'
import { MemoryHost } from './memory/host'
import { noChips } from '../orders/chips'
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

  it('stops hearing an event at once, also while it is still being subscribed', async () => {
    const stop = vi.fn()
    let tell = (_event: { payload: unknown }) => {}
    listen.mockImplementation((_name: string, handler: typeof tell) => {
      tell = handler
      return Promise.resolve(stop)
    })
    const hear = vi.fn()
    const leave = tauriHost().onChanged(hear)
    tell({ payload: { tables: ['orders'] } })
    leave()
    tell({ payload: { tables: ['stock'] } })
    await Promise.resolve()
    expect(hear).toHaveBeenCalledExactlyOnceWith({ tables: ['orders'] })
    expect(stop).toHaveBeenCalledOnce()
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
