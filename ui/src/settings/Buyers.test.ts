import { flushSync, mount, unmount } from 'svelte'
import { afterEach, beforeEach, expect, it } from 'vitest'

import { app } from '../app.svelte'
import { eventually } from '../eventually'
import { provideHost } from '../host'
import { MemoryHost } from '../host/memory/host'
import SettingsScreen from './SettingsScreen.svelte'

let host: MemoryHost
let screen: ReturnType<typeof mount>
let stop: () => void

const select = () => document.querySelector<HTMLSelectElement>('#buyers-kept')!

async function open(days: number | null) {
  host = new MemoryHost({ orders: 10, skus: 5 })
  host.shops[0]!.buyersKept = days
  provideHost(host)
  stop = app.start()
  screen = mount(SettingsScreen, { target: document.body, props: { shop: 1 } })
  await eventually(() => expect(select()).not.toBeNull())
  flushSync()
}

function choose(value: string) {
  select().value = value
  select().dispatchEvent(new Event('change', { bubbles: true }))
}

beforeEach(() => open(null))

afterEach(() => {
  stop()
  return unmount(screen)
})

it('buyers are kept unless a time is chosen, and what is removed is said beside it', async () => {
  expect(select().value).toBe('')
  expect(document.querySelector('#buyers-kept-note')?.textContent).toContain('Removed: name, phone, address')
  choose('90')
  await eventually(() => expect(host.shops[0]!.buyersKept).toBe(90))
  choose('')
  await eventually(() => expect(host.shops[0]!.buyersKept).toBeNull())
})

it('a time that is none of the usual ones is shown and stays', async () => {
  stop()
  await unmount(screen)
  await open(45)
  expect(select().value).toBe('45')
  expect([...select().options].map((one) => one.value)).toEqual(['', '30', '45', '60', '90', '180', '365'])
})
