import { beforeEach, expect, it } from 'vitest'

import { provideHost, type StockDraft } from './host'
import { MemoryHost } from './host/memory/host'
import { eventually } from './eventually'
import { letGo, openShop } from './shops.svelte'

let host: MemoryHost

beforeEach(() => {
  letGo()
  host = new MemoryHost({ orders: 0, skus: 3, shops: ['A', 'B'] })
  provideHost(host)
})

const draft: StockDraft = { cell: { productId: 'p', skuId: 's', warehouseId: 'w' }, typed: '5', base: 3, change: { kind: 'set', level: 5 }, problem: null }

it('what the first picture does without is made once, behind it, and knows what was kept of its shop', async () => {
  await host.keep_stock_drafts({ shop: 1, put: [draft], gone: [] })
  const [one, other] = host.shops.map(({ view }) => openShop(view))
  expect([one!.shelf, one!.bench]).toEqual([null, null])
  const { shelf } = await one!.furnish()
  await eventually(() => expect(shelf.summary.changes).toBe(1))
  expect((await one!.furnish()).shelf).toBe(shelf)
  expect((await other!.furnish()).shelf.summary.changes).toBe(0)
})
