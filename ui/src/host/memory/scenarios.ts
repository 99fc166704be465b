/** Shops to look at in a browser: `npm run dev`, then `/?shop=offline#/orders`. */
import type { RequestLine } from '../types/RequestLine'
import { MemoryHost, type Scenario } from './host'

const paths: [method: string, path: string, lane: string][] = [
  ['POST', '/api/orders/search', 'poll'],
  ['GET', '/api/orders/detail/query', 'hint'],
  ['POST', '/api/products/search', 'backfill'],
  ['PUT', '/api/products/stocks', 'person'],
  ['POST', '/api/orders/update', 'person'],
]

/** A morning's requests, with a limit and a lost answer in it. */
function morning(now: number): RequestLine[] {
  return Array.from({ length: 120 }, (_, at) => {
    const [method, path, lane] = paths[(at * 7) % paths.length] ?? ['GET', '/', 'poll']
    const line = { at: new Date(now - at * 11_000).toISOString(), method, path, lane, ms: 88 + ((at * 53) % 240), status: 200, code: 0, retry: 0 }
    if (at % 29 === 3) return { ...line, status: 429, code: 1005 }
    return at % 29 === 4 ? { ...line, ms: 10_000, status: 0, code: -1, retry: 1 } : line
  })
}

const scenarios: Record<string, Partial<Scenario>> = {
  connect: { phase: 'connect' },
  empty: { orders: 0, skus: 0 },
  first: {
    orders: 0,
    skus: 0,
    sync: { state: 'pulling', step: 'orders', firstPull: true, done: 1200, total: 5000, lastOkAt: null, nextAt: null },
  },
  offline: { sync: { state: 'offline', problem: 'The shop can’t be reached.', lastOkAt: new Date(Date.now() - 1_260_000).toISOString() } },
  bench: { orders: 300, skus: 200 },
  'bench-offline': { orders: 300, skus: 200, sync: { state: 'offline', problem: 'The shop can’t be reached.', lastOkAt: new Date(Date.now() - 180_000).toISOString() } },
  limited: { sync: { state: 'limited', rhythm: 'slowed', everySeconds: 20, problem: 'The shop asked to slow down.', nextAt: new Date(Date.now() + 40_000).toISOString() } },
  huge: { orders: 600_000, skus: 100_000 },
  several: { orders: 600, skus: 300, shops: ['Linh Kay Studio', 'Tea & Tide', 'ร้านสบู่หอม', 'Bartholomew Featherstonehaugh’s Emporium'] },
  busy: { orders: 600, skus: 300, shops: ['Linh Kay Studio', 'Tea & Tide'], holdAbove: 4, sync: { setAside: 1 }, requests: morning(Date.now()) },
  notices: {
    sync: { setAside: 1, state: 'needs_connect' },
    notices: [
      { id: 'connection', tone: 'bad', title: 'The shop asks you to connect again.', body: 'Everything already here stays; edits wait and go out afterwards.', action: 'connect' },
      { id: 'n2', tone: 'info', title: '1 order was set aside.', body: 'It can’t be read; Settings says why.', action: 'dismiss' },
    ],
  },
  sealed: { phase: 'sealed' },
  'sealed-asks': { phase: 'sealed', sealed: 'no_answer' },
  'sealed-damaged': { phase: 'sealed', sealed: 'damaged' },
  opening: { phase: 'opening' },
  blocked: {
    phase: 'blocked',
    notices: [
      { id: 'b', tone: 'bad', title: 'The disk is full', body: 'TikTokFlow can’t write to its database. Nothing was lost. Free some space, then try again.', action: 'open_folder' },
    ],
  },
}

/** Saves levels of the first SKUs, as if they had been typed. */
async function save(host: MemoryHost, from: number, levels: number[]) {
  const skus = host.shops[0]?.skus.slice(from, from + levels.length) ?? []
  const edits = skus.map((sku, at) => ({
    productId: sku.productId,
    skuId: sku.skuId,
    warehouseId: 'wh-la',
    change: { kind: 'set' as const, level: levels[at] ?? 0 },
    base: sku.levels[1] ?? null,
  }))
  await host.save_stock({ shop: 1, edits })
}

/** A shop in the middle of its day: one save done and sold from, a conflict, a refusal, one held back. */
async function liveThroughAMorning(host: MemoryHost) {
  const [shop] = host.shops
  if (!shop) return
  const sold = (at: number) => host.sell(shop.skus[at]?.skuId ?? '', 'wh-la', 2)
  await save(host, 0, [120, 45, 1380])
  for (const { id } of shop.orders.slice(0, 7)) await host.ship_order({ shop: 1, orderId: id, trackingNumber: `9400111899223${id.slice(-5)}` })
  host.step()
  host.step()
  sold(1)
  await save(host, 4, [240])
  sold(4)
  host.step()
  host.step()
  await save(host, 10, [0, 0, 0, 0, 0, 0])
  await host.set_webhooks({ choice: { on: true, port: 8788, signedOnly: true } })
}

/** Orders to pack: one with a note and tags on top, the second one cancelled at the shop since, the third one packed. */
function layOut(host: MemoryHost) {
  const [first, second, third] = (host.shops[0]?.orders ?? []).filter(({ status }) => status === 'AWAITING_SHIPMENT')
  if (!first || !second || !third) return
  const line = (sku: string, name: string, quantity: number) => ({ productId: `p-${sku}`, skuId: `1730-${sku}`, name, sellerSku: sku, quantity, price: '18.90' })
  const lines = [line('GS-030-ROSE', 'Glow Serum 30 ml · Rose', 3), line('LT-SAND', 'Linen Tote · Sand', 1), line('SB-100', '手工香皂礼盒 (三入)', 1)]
  Object.assign(first, { id: '576618402217359921', lines, quantity: 5, ownNote: 'gift wrap, no invoice', tags: ['gift', 'fragile'] })
  Object.assign(second, { id: '576619359120715603', lines: [line('PG-MINT', 'Phone Grip · Mint', 1)] })
  Object.assign(third, { id: '576624945742609611', packedAt: new Date(Date.now() - 720_000).toISOString() })
  host.turn(second.id, 'CANCELLED')
  const [sku] = host.shops[0]?.skus ?? []
  if (sku) Object.assign(sku, { product: 'Phone Grip · Mint', sellerSku: 'PG-MINT' })
  if (host.shops[0]?.sync.state === 'offline') first.askedAt = new Date(Date.now() - 180_000).toISOString()
}

/** A living host: work moves on every second and a half. */
export function scenarioHost(search: string): MemoryHost {
  const asked = new URLSearchParams(search)
  const name = asked.get('shop') ?? ''
  const host = new MemoryHost({ refuseEvery: 3, ...scenarios[name] })
  if (name === 'busy') void liveThroughAMorning(host)
  if (name.startsWith('bench')) layOut(host)
  const theme = asked.get('theme')
  if (theme === 'light' || theme === 'dark') void host.set_theme({ theme })
  if (!asked.has('still')) setInterval(() => host.step(), 1500)
  Object.assign(window, { memoryHost: host })
  return host
}
