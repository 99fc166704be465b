import { mount, unmount } from 'svelte'
import { afterEach, beforeEach, expect, it } from 'vitest'

import { app } from '../app.svelte'
import { eventually, teachDialogs } from '../eventually'
import { provideHost } from '../host'
import { MemoryHost } from '../host/memory/host'
import Saves from './Saves.svelte'

let host: MemoryHost
let screen: ReturnType<typeof mount>
let stop: () => void

const words = (element: Element | null | undefined) => element?.textContent?.replace(/\s+/g, ' ').trim() ?? ''
const says = (selector: string, expected: string) => eventually(() => expect(words(document.querySelector(selector))).toContain(expected))
const press = (name: string, within = 'body') =>
  eventually(() => {
    const button = [...document.querySelectorAll<HTMLButtonElement>(`${within} button`)].find((one) => words(one) === name)
    if (!button || button.disabled) throw new Error(`no button “${name}”`)
    button.click()
  })
const steps = (count: number) => Array.from({ length: count }, () => host.step())

/** Saves levels of the first SKUs, counted up from 700. */
async function save(levels: number) {
  const edits = host.shops[0]!.skus.slice(0, levels).map((sku, at) => ({
    productId: sku.productId,
    skuId: sku.skuId,
    warehouseId: 'wh-ny',
    change: { kind: 'set' as const, level: 700 + at },
    base: sku.levels[0] ?? null,
  }))
  await host.save_stock({ shop: 1, edits })
}

beforeEach(() => {
  teachDialogs()
  host = new MemoryHost({ orders: 40, skus: 30, holdAbove: 5 })
  provideHost(host)
  stop = app.start()
  screen = mount(Saves, { target: document.body, props: { shop: 1 } })
})

afterEach(async () => {
  stop()
  await unmount(screen)
})

it('an undo says beforehand what goes back and what is left alone, and why', async () => {
  await save(3)
  steps(2)
  host.sell(host.shops[0]!.skus[1]!.skuId, 'wh-ny', 7)
  await says('li', 'Changed 3 levels')
  await says('li', '3 done')
  await press('Undo…')
  await says('dialog', '2 levels go back to what they were, 1 is left alone')
  await says('dialog', 'The shop changed this level since (701 → 694).')
  await press('Undo 2 levels', 'dialog')
  await says('li', 'Undid 2 levels')
  expect(document.querySelector('dialog')).toBeNull()
  expect(words(document.querySelectorAll('ul > li')[1])).toContain('Undone')
})

it('nothing is undone by looking at what would be', async () => {
  await save(1)
  steps(2)
  await press('Undo…')
  await says('dialog', '1 level goes back')
  await press('Cancel', 'dialog')
  await eventually(() => expect(document.querySelector('dialog')).toBeNull())
  expect(host.journal.filter((line) => line.startsWith('undo_batch'))).toEqual([])
})

it('a save that was held back asks, and can be dropped', async () => {
  await save(6)
  await says('[role=group]', 'Not sent yet. This would change 6 of your')
  await press('Drop')
  await says('li', '6 dropped')
  expect(host.journal).toContain('drop_batch 1-b1')
  expect(document.querySelector('[role=group]')).toBeNull()
})

it('what failed of a save is tried again alone', async () => {
  await save(2)
  const [failed, fine] = host.shops[0]!.work
  Object.assign(failed!, { state: 'refused' })
  Object.assign(fine!, { state: 'done' })
  // Nothing is held; it only tells the screen that something changed.
  await host.send_held({ batch: '1-b1' })
  await says('li', '1 refused')
  await press('Retry failed')
  await says('li', '1 on the way')
  expect([failed!.state, fine!.state]).toEqual(['queued', 'done'])
})
