import { describe, expect, it } from 'vitest'

import { MemoryHost } from './host'

const shop = 1

async function read(text: string, host = new MemoryHost({ orders: 60 })) {
  return host.read_shipments({ shop, source: { kind: 'pasted', text }, columns: null })
}

describe('a table in memory', () => {
  it('says of each line what would become of it', async () => {
    const host = new MemoryHost({ orders: 60 })
    const ids = (tab: 'to_ship' | 'on_hold') => host.shops[0]?.orders.filter((order) => order.tab === tab).map(({ id }) => id) ?? []
    const [one, two] = ids('to_ship')
    const text = `Order ID\tTracking\n${one}\tJT01\n${one}\tJT01\n${two}\t\n${ids('on_hold')[0]}\tJT02\n999\tJT03\n`
    const { rows, counts, order, number, headerRow } = await read(text, host)
    expect(rows.map(({ verdict }) => verdict)).toEqual(['ready', 'repeated', 'no_number', 'on_hold', 'unknown'])
    expect({ order, number, headerRow, ready: counts.ready, onHold: counts.onHold }).toEqual({ order: 0, number: 1, headerRow: 1, ready: 1, onHold: 1 })
  })

  it('sends neither of two numbers for one order', async () => {
    const host = new MemoryHost({ orders: 60 })
    const id = host.shops[0]?.orders.find(({ tab }) => tab === 'to_ship')?.id
    const { rows } = await read(`${id} JT01\n${id} JT02`, host)
    expect(rows.map(({ verdict }) => verdict)).toEqual(['contradicted', 'contradicted'])
  })

  it('reads a file out of its base64 and refuses one by its size', async () => {
    const host = new MemoryHost({ orders: 60 })
    const file = (size: number) => host.read_shipments({ shop, source: { kind: 'file', name: 'a.csv', size, base64: btoa('999;JT01') }, columns: null })
    expect((await file(8)).source).toMatchObject({ name: 'a.csv', format: 'text', delimiter: ';' })
    await expect(file(200_000_000)).rejects.toMatchObject({ code: 'invalid_input', field: 'file' })
  })
})
