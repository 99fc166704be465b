import { expect, it } from 'vitest'

import type { OrderDetail, StockRow } from '../../host'
import { byProduct } from '../../stock/sort'
import { MemoryHost } from './host'

const noon = new Date(2026, 2, 10, 12).getTime()
const DAY = 86_400_000

async function grid(host: MemoryHost): Promise<StockRow[]> {
  const { view, total } = await host.open_stock({ shop: 1, filter: { tab: 'all', search: '', sort: byProduct }, first: 0 })
  return host.stock_rows({ view, from: 0, count: total })
}

/** Pieces of a SKU in the orders of the days that end so long ago. */
function pieces(host: MemoryHost, skuId: string, ago: number): number {
  const begins = new Date(2026, 2, 10).getTime() - ago * DAY
  const placed = ({ createdAt }: Pick<OrderDetail, 'createdAt'>) => Date.parse(createdAt) >= begins && Date.parse(createdAt) < begins + DAY
  const orders = host.shops[0]?.orders.filter((order) => placed(order) && order.tab !== 'cancelled') ?? []
  return orders.flatMap(({ lines }) => lines).reduce((sum, line) => sum + (line.skuId === skuId ? line.quantity : 0), 0)
}

it('the shop in memory sells what its orders say', async () => {
  const host = new MemoryHost({ orders: 2400, skus: 40, now: () => noon })
  const rows = await grid(host)
  const sold = rows.filter((row) => row.sold.some(Boolean))
  expect(sold.length).toBeGreaterThan(10)
  for (const row of rows) {
    expect(row.sold).toHaveLength(12)
    for (const ago of [0, 1, 11]) expect([row.skuId, ago, row.sold[11 - ago]]).toEqual([row.skuId, ago, pieces(host, row.skuId, ago)])
  }
})

it('what sells lasts for a time that fits, and what does not has none', async () => {
  const rows = await grid(new MemoryHost({ orders: 2400, skus: 40, now: () => noon }))
  for (const { sold, levels, lastsDays } of rows) {
    const left = levels.reduce((sum, { level }) => sum + (level ?? 0), 0)
    const known = levels.some(({ level }) => level !== null)
    if (!known || !sold.some(Boolean)) expect(lastsDays).toBeNull()
    else expect(lastsDays).toBeGreaterThanOrEqual(left / 100)
  }
  expect(rows.some(({ lastsDays }) => lastsDays !== null && lastsDays > 0 && lastsDays < 60)).toBe(true)
})
