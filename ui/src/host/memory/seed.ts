/** Invented shop data, the same on every run. */
import type { OrderDetail } from '../types/OrderDetail'
import type { OrderTab } from '../types/OrderTab'

/** A small linear congruential generator: numbers in [0, 1), the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

const buyers = [
  ['Emily Carter', '12 Maple Ave', 'Portland, OR 97201, US'],
  ['Nguyễn Thị Hoa', '88 Lê Lợi, Phường Bến Nghé', 'Hồ Chí Minh 700000, VN'],
  ['陈美玲', '123 Main St, Apt 4B', 'New York, NY 10001, US'],
  ['Somchai Prasert', '55/7 ถนนสุขุมวิท', 'กรุงเทพฯ 10110, TH'],
  ['María Fernández', 'Calle de Alcalá 20, 3.º B', 'Madrid 28014, ES'],
  ['Jamal Washington', '901 Peachtree St NE', 'Atlanta, GA 30309, US'],
  ['佐藤 健', '神宮前1-2-3', '東京都 150-0001, JP'],
  ['Ana Souza', 'Rua Augusta 1500', 'São Paulo 01304-001, BR'],
  ['Siti Rahmawati', 'Jl. Sudirman No. 5', 'Jakarta 10220, ID'],
  ['Oliver Schmidt', 'Kastanienallee 9', 'Berlin 10435, DE'],
  ['Chloe Martin', '4 rue de Rivoli', 'Paris 75004, FR'],
  ['Phạm Minh', '3 Phố Huế', 'Hà Nội 100000, VN'],
  ['Grace Okafor', '77 Ocean Dr', 'Miami, FL 33139, US'],
  ['李伟', '重庆南路一段10号', '台北市 100, TW'],
  ['Liam O’Brien', '1 Grafton St', 'Dublin D02, IE'],
  ['Bartholomew Featherstonehaugh-Cholmondeley III', '1 A Very Long Lane', 'Little Snoring NR21, GB'],
] as const

/** Name, seller SKU stem, price in cents, variants. */
const catalogue = [
  ['Silk Scrunchie Set', 'SS', 1599, ['×5', '×10']],
  ['Wireless Earbuds', 'WE', 4250, ['Black', 'White', 'Sand']],
  ['Glow Serum 30 ml', 'GS', 2350, []],
  ['Phone Grip', 'PG', 1599, ['Mint', 'Rose', 'Graphite', 'Clear']],
  ['LED Desk Lamp', 'LD', 8950, ['Oak', 'Walnut']],
  ['Matcha Whisk Set', 'MW', 3100, []],
  ['Linen Tote', 'LT', 3400, ['Sand', 'Moss', 'Ink']],
  ['Ceramic Pour-over Kit', 'CP', 6099, ['1 cup', '2 cups']],
  ['手工香皂礼盒 (三入)', 'SB', 1890, []],
  ['Reusable Beeswax Food Wraps with Organic Cotton, Assorted Prints and Sizes', 'BW', 2200, ['Small', 'Family']],
] as const

export type SeedSku = {
  productId: string
  skuId: string
  product: string
  sellerSku: string
  skusInProduct: number
  levels: (number | null)[]
}

export type SeedOrder = Omit<OrderDetail, 'shipping' | 'errand' | 'look' | 'statusText' | 'selected' | 'hasNote'> & { tab: OrderTab }

const statuses: [OrderTab, string][] = [
  ['to_ship', 'AWAITING_SHIPMENT'],
  ['on_hold', 'ON_HOLD'],
  ['sent', 'SHIPPED'],
  ['delivered', 'DELIVERED'],
  ['cancelled', 'CANCELLED'],
]

export const tabOf = (status: string): OrderTab => statuses.find(([, name]) => name === status)?.[0] ?? 'all'

/** Mostly delivered, as in any shop that has run for a while; the newest are still to ship. */
function statusAt(index: number, draw: number): [OrderTab, string] {
  const pick = index < 160 ? (draw < 0.9 ? 0 : 1) : draw < 0.06 ? 2 : draw < 0.98 ? 3 : 4
  return statuses[pick] ?? ['all', 'UNKNOWN']
}

const cents = (amount: number) => (amount / 100).toFixed(2)
const pickOf = <T>(from: readonly T[], draw: number): T => from[Math.floor(draw * from.length)] as T

export function seedOrders(count: number, now: number): SeedOrder[] {
  const draw = seeded(7)
  return Array.from({ length: count }, (_, index) => orderAt(index, draw, now))
}

const places = ['New York', 'Los Angeles', 'Dallas']

/** The first dozen waits are nearly over, two of them past it. */
const handlingOf = (index: number) => (index % 13 === 5 ? index * 540_000 + (index % 39 === 5 ? -7_200_000 : 4_000_000) : 172_800_000)

function orderAt(index: number, draw: () => number, now: number): SeedOrder {
  const [tab, status] = statusAt(index, draw())
  const [name, street, city] = pickOf(buyers, draw())
  const lines = Array.from({ length: draw() < 0.75 ? 1 : 2 + Math.floor(draw() * 2) }, () => {
    const at = Math.floor(draw() * catalogue.length)
    const [product, stem, price, variants] = catalogue[at] ?? catalogue[0]
    const which = variants.length ? Math.floor(draw() * variants.length) : 0
    const variant = variants[which] ?? null
    return {
      productId: `1729${String(at).padStart(6, '0')}`,
      skuId: `1730${String(at).padStart(6, '0')}${which}`,
      name: variant ? `${product} · ${variant}` : product,
      sellerSku: draw() < 0.9 ? `${stem}-${String(100 + at * 37)}` : null,
      quantity: 1 + Math.floor(draw() * draw() * 4),
      price: cents(price),
    }
  }).map((line) => ({ ...line, left: line.quantity }))
  const total = lines.reduce((sum, line) => sum + Number(line.price) * line.quantity, 0)
  const created = new Date(now - index * 540_000 - Math.floor(draw() * 300_000)).toISOString()
  const shipped = tab === 'sent' || tab === 'delivered'
  return {
    tab,
    id: String(576_618_402_217_359_921n - BigInt(index) * 1_000_003_117n - BigInt(Math.floor(draw() * 900_000_000))),
    status,
    buyer: name,
    items: lines[0]?.name ?? '',
    moreItems: lines.length - 1,
    quantity: lines.reduce((sum, line) => sum + line.quantity, 0),
    total: total.toFixed(2),
    currency: null,
    createdAt: created,
    updatedAt: created,
    shipBy: tab === 'to_ship' ? new Date(Date.parse(created) + handlingOf(index)).toISOString() : null,
    shipByEstimated: index % 3 !== 0,
    collectBy: tab === 'to_ship' && index % 3 === 0 ? new Date(Date.parse(created) + handlingOf(index) + 86_400_000).toISOString() : null,
    warehouse: places[index % 3] ?? '',
    region: city.slice(-2),
    shipper: 'seller',
    buysLabel: false,
    labelToBuy: null,
    cancelAsked: false,
    cancellation: null,
    correction: null,
    sharesWith: [],
    division: null,
    parcels: [],
    tags: index % 17 === 0 ? ['gift'] : [],
    ownNote: '',
    buyerRemoved: false,
    heldUntil: null,
    due: [],
    packedAt: null,
    askedAt: new Date(now - 12_000).toISOString(),
    note: null,
    phone: '+1 917 555 0142',
    address: [street, city],
    lines,
    paymentMethod: 'Credit card',
    shippingProvider: shipped ? 'USPS' : '',
    trackingNumber: shipped ? `94001118992${String(index).padStart(9, '0')}` : '',
    history: [
      { at: created, text: `Paid · $${total.toFixed(2)}` },
      { at: new Date(Date.parse(created) + 9000).toISOString(), text: 'Seen by this computer 9 s later' },
    ],
  }
}

const usualLevels = [0, 3, 5, 12, 18, 25, 40, 45, 80, 120, 240]

/** The catalogue over and over, with one SKU in fifteen whose own level the shop does not tell. */
const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)

/** As the store lists them where nothing else is asked for. */
export const inOrderOfProducts = <Of extends { product: string; productId: string }>(skus: Of[]): Of[] =>
  skus.toSorted((one, other) => compare(one.product.toLowerCase(), other.product.toLowerCase()) || compare(one.productId, other.productId))

export function seedSkus(count: number, warehouses: number): SeedSku[] {
  const draw = seeded(11)
  const skus: SeedSku[] = []
  for (let product = 0; skus.length < count; product += 1) {
    const [name, stem, , variants] = catalogue[product % catalogue.length] ?? catalogue[0]
    const names: readonly string[] = variants.length ? variants : ['']
    const silent = names.length > 1 && draw() < 0.15
    for (const at of names.keys()) {
      skus.push({
        productId: `1729${String(product).padStart(6, '0')}`,
        skuId: `1730${String(product).padStart(6, '0')}${at}`,
        product: name,
        sellerSku: `${stem}-${String(100 + product * 7 + at)}`,
        skusInProduct: names.length,
        levels: Array.from({ length: warehouses }, () => (silent ? null : pickOf(usualLevels, draw()))),
      })
    }
  }
  return inOrderOfProducts(skus.slice(0, count))
}
