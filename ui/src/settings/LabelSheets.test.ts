import { flushSync, mount, unmount } from 'svelte'
import { afterEach, expect, it } from 'vitest'

import { app } from '../app.svelte'
import { eventually } from '../eventually'
import { provideHost, type LabelSheet } from '../host'
import { MemoryHost } from '../host/memory/host'
import SettingsScreen from './SettingsScreen.svelte'

let host: MemoryHost
let close: () => Promise<void>

const select = () => document.querySelector<HTMLSelectElement>('#label-sheet')

async function open(sheet: LabelSheet | null) {
  host = new MemoryHost({ orders: 10, skus: 5 })
  host.shops[0]!.labelSheet = sheet
  provideHost(host)
  const stop = app.start()
  const screen = mount(SettingsScreen, { target: document.body, props: { shop: 1 } })
  close = async () => (stop(), unmount(screen))
  await eventually(() => expect(document.querySelector('#buyers-kept')).not.toBeNull())
  flushSync()
}

afterEach(() => close())

it('the sheet that labels come on is chosen by its name and holds at once', async () => {
  await open('a6')
  expect(select()!.selectedOptions[0]!.textContent).toBe('Label, A6')
  select()!.value = 'a5_with_slip'
  select()!.dispatchEvent(new Event('change', { bubbles: true }))
  await eventually(() => expect(host.shops[0]!.labelSheet).toBe('a5_with_slip'))
  await eventually(() => expect(select()!.selectedOptions[0]!.textContent).toBe('Label and packing slip, A5'))
})

it('a shop that makes no labels asks for no sheet', async () => {
  await open(null)
  expect(select()).toBeNull()
})

it('a sheet that can’t be kept says so, and the one before stays', async () => {
  await open('a6')
  host.set_label_sheet = () => Promise.reject({ code: 'internal', message: 'The disk is full.', field: null })
  select()!.value = 'a5'
  select()!.dispatchEvent(new Event('change', { bubbles: true }))
  await eventually(() => expect(document.querySelector('[role=alert]')?.textContent).toBe('The disk is full.'))
  expect(select()!.value).toBe('a6')
})
