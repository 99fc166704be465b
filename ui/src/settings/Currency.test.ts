import { flushSync, mount, unmount } from 'svelte'
import { afterEach, beforeEach, expect, it } from 'vitest'

import { app } from '../app.svelte'
import { eventually } from '../eventually'
import { provideHost } from '../host'
import { MemoryHost } from '../host/memory/host'
import Currency from './Currency.svelte'

let host: MemoryHost
let part: ReturnType<typeof mount> | null = null
let stop: () => void

const field = () => document.querySelector<HTMLInputElement>('#currency')!
const note = () => document.querySelector('#currency-note')?.textContent ?? ''

function show(currency: string | null, told: string | null) {
  part = mount(Currency, { target: document.body, props: { shop: 1, currency, told, changed: async () => {} } })
  flushSync()
}

function apply(text: string) {
  field().value = text
  field().dispatchEvent(new Event('input', { bubbles: true }))
  flushSync()
  document.querySelector<HTMLButtonElement>('button[type=submit]')!.click()
  flushSync()
}

beforeEach(() => {
  host = new MemoryHost({ orders: 5, skus: 5 })
  provideHost(host)
  stop = app.start()
})

afterEach(async () => {
  stop()
  if (part) await unmount(part)
})

it('asks for nothing where the shop tells its currency', () => {
  show(null, 'GBP')
  expect([field().value, field().placeholder]).toEqual(['', 'GBP'])
  expect(note()).toContain('Left empty, it is what the shop tells: GBP.')
})

it('asks where the shop does not tell', () => {
  show(null, null)
  expect(field().placeholder).toBe('')
  expect(note()).toContain('The shop doesn’t say it')
})

it('shows what the seller chose, and takes it back when it is emptied', async () => {
  show('USD', 'GBP')
  expect(field().value).toBe('USD')
  apply('')
  await eventually(() => expect(host.shops[0]!.view.currency).toBeNull())
})
