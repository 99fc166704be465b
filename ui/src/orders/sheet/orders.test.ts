import { beforeEach, expect, it, vi } from 'vitest'

import { provideHost } from '../../host'
import { MemoryHost } from '../../host/memory/host'
import { readOrders } from './orders'

let host: MemoryHost
let ids: string[]

beforeEach(() => {
  host = new MemoryHost({ orders: 900 })
  provideHost(host)
  ids = host.shops[0]!.orders.map(({ id }) => id)
})

async function read() {
  const pages: string[][] = []
  await readOrders(1, ids, { by: 'created', descending: true }, (page) => pages.push(page.map(({ id }) => id)))
  return pages
}

it('all of them come, page by page and each once, and never more than two are on their way', async () => {
  const rows = host.order_rows.bind(host)
  let [underWay, most] = [0, 0]
  vi.spyOn(host, 'order_rows').mockImplementation(async (window) => {
    most = Math.max(most, (underWay += 1))
    const page = await rows(window)
    underWay -= 1
    return page
  })
  const pages = await read()
  expect(pages.map(({ length }) => length)).toEqual([250, 250, 250, 150])
  expect(pages.flat().toSorted()).toEqual(ids.toSorted())
  expect(most).toBeLessThanOrEqual(2)
})

it('a list that was replaced meanwhile is opened again', async () => {
  const gone = { code: 'not_found', message: 'closed', field: null }
  vi.spyOn(host, 'order_rows').mockRejectedValueOnce(gone)
  expect((await read()).flat()).toHaveLength(900)
  vi.spyOn(host, 'order_rows').mockRejectedValue(gone)
  await expect(read()).rejects.toBe(gone)
})
