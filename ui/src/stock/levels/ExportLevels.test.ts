import { flushSync, mount, unmount } from 'svelte'
import { afterEach, beforeEach, expect, it } from 'vitest'

import { app } from '../../app.svelte'
import { eventually, teachDialogs, teachSizes } from '../../eventually'
import { provideHost } from '../../host'
import { MemoryHost } from '../../host/memory/host'
import { Shelf } from '../shelf.svelte'
import ExportLevels from './ExportLevels.svelte'

let host: MemoryHost
let shelf: Shelf
let dialog: ReturnType<typeof mount> | undefined
let stop: () => void

const words = () => document.querySelector('dialog')?.textContent?.replace(/\s+/g, ' ').trim() ?? ''
const button = (name: string) => [...document.querySelectorAll<HTMLButtonElement>('dialog button')].find((found) => found.textContent?.trim() === name)!
const choose = (value: string) => document.querySelector<HTMLInputElement>(`dialog input[value=${value}]`)?.click()
const asked = () => host.journal.filter((line) => line.startsWith('export_levels'))

function open() {
  dialog = mount(ExportLevels, { target: document.body, props: { shelf, close: () => {} } })
  flushSync()
}

beforeEach(async () => {
  teachDialogs()
  teachSizes()
  localStorage.clear()
  host = new MemoryHost({ orders: 0, skus: 60 })
  provideHost(host)
  shelf = new Shelf(1)
  stop = app.start()
  await shelf.filter({ tab: 'all', search: '' })
  await app.settled()
})

afterEach(async () => {
  if (dialog) await unmount(dialog)
  stop()
})

it('writes the whole list unless rows are selected', async () => {
  open()
  expect(words()).toContain('All 60 SKUs of this list')
  expect(document.querySelector('dialog input[value=selected]')).toBeNull()
  button('Export').click()
  await eventually(() => expect(words()).toContain('60 rows written.'))
  expect(asked()).toEqual(['export_levels 0 60 csv'])
})

it('writes the selected rows, as a workbook where that is chosen', async () => {
  shelf.select({ top: 3, bottom: 7, left: 0, right: 1 })
  open()
  expect(words()).toContain('The selected 5 SKUs')
  choose('xlsx')
  flushSync()
  button('Export').click()
  await eventually(() => expect(words()).toContain('5 rows written.'))
  expect(asked()).toEqual(['export_levels 3 5 xlsx'])
})

it('says that unsaved changes are not in it', () => {
  shelf.sheet.write([shelf.entry({ row: 0, col: 0 }, '5', 'over')!])
  open()
  expect(words()).toContain('1 unsaved change in the grid is not in it')
})
