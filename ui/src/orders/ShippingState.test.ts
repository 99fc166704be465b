import { mount, unmount } from 'svelte'
import { afterEach, expect, it } from 'vitest'

import { app } from '../app.svelte'
import { provideHost, type SyncView } from '../host'
import { MemoryHost } from '../host/memory/host'
import ShippingState from './ShippingState.svelte'

let card: ReturnType<typeof mount>

afterEach(async () => {
  app.state = null
  await unmount(card)
})

it.each<[SyncView['state'], string]>([
  ['idle', 'Goes out with the next request.'],
  ['offline', 'Goes out as soon as the shop can be reached.'],
  ['needs_connect', 'Goes out once the shop is connected again.'],
])('a shipment that waits says what for: %s', async (state, says) => {
  const host = new MemoryHost({ orders: 1, skus: 1, sync: { state } })
  provideHost(host)
  app.state = await host.app_state()
  const item = await host.ship_order({ shop: 1, orderId: host.shops[0]!.orders[0]!.id, trackingNumber: 'TK1' })
  card = mount(ShippingState, { target: document.body, props: { item } })
  expect(document.body.textContent).toContain(says)
})
