import { mount, unmount } from 'svelte'
import { afterEach, beforeEach, expect, it } from 'vitest'

import { app } from '../app.svelte'
import { eventually } from '../eventually'
import { provideHost } from '../host'
import { MemoryHost, type Scenario } from '../host/memory/host'
import { letGo, openShop } from '../shops.svelte'
import ActivityScreen from './ActivityScreen.svelte'

let host: MemoryHost
let screen: ReturnType<typeof mount>
let stop: () => void

const words = (element: Element) => element.textContent?.replace(/\s+/g, ' ').trim() ?? ''
const wishes = () => [...document.querySelectorAll('ul[aria-label="Shipments and stock changes"] > li')].map(words)
const press = (name: string) =>
  eventually(() => {
    const button = [...document.querySelectorAll<HTMLButtonElement>('button')].find((one) => words(one).startsWith(name))
    if (!button) throw new Error(`no button “${name}”`)
    button.click()
  })

async function open(scenario: Partial<Scenario>) {
  host = new MemoryHost({ orders: 40, skus: 30, ...scenario })
  provideHost(host)
  stop = app.start()
  await eventually(() => expect(app.state).not.toBeNull())
  const { shelf } = await openShop(host.shops[0]!.view).furnish()
  screen = mount(ActivityScreen, { target: document.body, props: { shelf } })
}

/** Saves levels of the first SKUs. */
async function save(levels: number) {
  const edits = host.shops[0]!.skus.slice(0, levels).map(({ productId, skuId, levels }) => ({
    productId,
    skuId,
    warehouseId: 'wh-ny',
    change: { kind: 'set' as const, level: 700 },
    base: levels[0] ?? null,
  }))
  await host.save_stock({ shop: 1, edits })
}

const ship = () => host.ship_order({ shop: 1, orderId: host.shops[0]!.orders[0]!.id, trackingNumber: 'TK1' })

beforeEach(() => letGo())

afterEach(async () => {
  stop()
  app.state = null
  await unmount(screen)
})

it.each(['Open', 'All'])('a change of a save that a question holds back is not called queued: %s', async (tab) => {
  await open({ holdAbove: 1 })
  await press(tab)
  await save(2)
  await ship()
  const held = expect.stringMatching(/Set stock.*Waits for your answer\..*Held back/)
  await eventually(() => expect(wishes()).toEqual([expect.stringMatching(/Ship order.*Queued/), held, held]))

  await press('Send')
  await eventually(() => expect(wishes().filter((wish) => wish.includes('Queued'))).toHaveLength(3))
})

it('nothing is called queued that waits until its shop is connected again', async () => {
  await open({ sync: { state: 'needs_connect' } })
  await ship()
  await eventually(() => expect(wishes()).toEqual([expect.stringMatching(/Goes out once the shop is connected again\..*Held back/)]))
})

it('what waits for the network alone is queued', async () => {
  await open({ sync: { state: 'offline' } })
  await ship()
  await eventually(() => expect(wishes()).toEqual([expect.stringContaining('Queued')]))
})

it('a late answer is not shown in the list that was asked for after it', async () => {
  await open({})
  await ship()
  await eventually(() => expect(wishes()).toHaveLength(1))
  let answer = () => {}
  const gate = new Promise<void>((resolve) => (answer = resolve))
  const read = host.activity.bind(host)
  host.activity = (args) => (args.filter === 'all' ? gate.then(() => read(args)) : read(args))
  await press('All')
  await press('Done')
  await eventually(() => expect(document.body.textContent).toContain('Nothing was sent yet'))
  answer()
  await gate
  // Whatever follows from the answer has followed by then: it needs no time.
  await new Promise((resolve) => setTimeout(resolve))
  expect(wishes()).toEqual([])
})

it('a list that can’t be read says why, and is read again', async () => {
  await open({})
  await ship()
  const read = host.activity.bind(host)
  host.activity = () => Promise.reject({ code: 'storage', message: 'The disk is full.', field: null })
  await press('All')
  await eventually(() => expect(document.body.textContent).toContain('The disk is full.'))
  host.activity = read
  await press('Try again')
  await eventually(() => expect(wishes()).toHaveLength(1))
})
