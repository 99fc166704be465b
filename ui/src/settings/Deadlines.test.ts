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

const days = () => document.querySelector<HTMLInputElement>('#handling-days')!
const note = () => document.querySelector('#handling-days-note')?.textContent
const box = (weekday: string) => [...document.querySelectorAll('label')].find((one) => one.textContent === weekday)!.querySelector('input')!
const preview = () => [...document.querySelectorAll('[role=status]')].map((one) => one.textContent).find((said) => said?.startsWith('An order placed now'))
const rule = () => host.shops[0]!.handling

function apply(typed: string) {
  days().value = typed
  days().dispatchEvent(new Event('input', { bubbles: true }))
  flushSync()
  days().form?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
  flushSync()
}

beforeEach(async () => {
  host = new MemoryHost({ orders: 10, skus: 5 })
  provideHost(host)
  stop = app.start()
  screen = mount(SettingsScreen, { target: document.body, props: { shop: 1 } })
  await eventually(() => expect(days()).not.toBeNull())
  // A Tuesday in New York.
  app.now = Date.parse('2026-03-10T12:00:00Z')
  flushSync()
})

afterEach(() => {
  stop()
  return unmount(screen)
})

it('what a rule means is said while it is typed, and holds once it is applied', async () => {
  expect(preview()).toBe('An order placed now should leave by Thu, Mar 12, 23:59 New York time.')
  days().value = '4'
  days().dispatchEvent(new Event('input', { bubbles: true }))
  flushSync()
  expect(preview()).toContain('Mon, Mar 16, 23:59')
  expect(rule().days).toBe(2)
  apply('4')
  await eventually(() => expect(rule().days).toBe(4))
})

it('a number that is none is told in place, stays typed, and changes nothing', () => {
  apply('31')
  expect(note()).toBe('A whole number from 0 to 30.')
  expect(days().value).toBe('31')
  expect(host.journal.filter((line) => line.startsWith('set_handling'))).toEqual([])
})

it('a day of the week counts at once', async () => {
  box('Sat').click()
  await eventually(() => expect(rule().working).toEqual([true, true, true, true, true, true, false]))
})

it('a week without a working day is told in place, stays ticked so, and the rule in use stays', async () => {
  for (const weekday of ['Mon', 'Tue', 'Wed', 'Thu', 'Fri']) {
    box(weekday).click()
    flushSync()
  }
  await eventually(() => expect(rule().working).toEqual([false, false, false, false, true, false, false]))
  expect(document.querySelector('#handling-week')?.textContent).toContain('A week needs a day on which you work.')
  expect(box('Fri').checked).toBe(false)
})
