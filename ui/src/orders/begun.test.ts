/** The very first moment, in which the code of what nobody has chosen yet is still on its way. */
import { flushSync, mount, unmount } from 'svelte'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { eventually, teachDialogs, teachSizes } from '../eventually'
import { provideHost } from '../host'
import { MemoryHost } from '../host/memory/host'
import { Desk } from './desk.svelte'
import OrdersScreen from './OrdersScreen.svelte'
import { parts } from './parts'

let screen: ReturnType<typeof mount>

beforeEach(async () => {
  teachDialogs()
  teachSizes()
  provideHost(new MemoryHost({ orders: 40 }))
  const desk = new Desk(1)
  await desk.list.open()
  screen = mount(OrdersScreen, { target: document.body, props: { desk } })
  flushSync()
})

afterEach(() => {
  vi.unstubAllGlobals()
  return unmount(screen)
})

const row = () => document.querySelector('[role=row][id]')!
const place = () => document.querySelector('aside')?.textContent?.trim()

it('an order that is opened has its number in focus, as ever', async () => {
  expect(parts.panel.here).toBeNull()
  expect(place()).toBe('Choose an order to see where it goes.')
  row().dispatchEvent(new MouseEvent('click', { bubbles: true }))
  row().dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))
  await eventually(() => expect(document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.id).toMatch(/tracking/i))
})

it('what can be done with selected orders comes as soon as it can', async () => {
  row().dispatchEvent(new MouseEvent('click', { bubbles: true, ctrlKey: true }))
  await eventually(() => expect(document.querySelector('[role=toolbar]')?.textContent).toContain('1 selected'))
})
