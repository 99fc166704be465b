/** Sign-ins that open several shops, that nobody began here, or that end: what is shown and what is asked of Rust. */
import { mount, unmount } from 'svelte'
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest'

import App from '../App.svelte'
import { eventually, teachDialogs, teachSizes } from '../eventually'
import { provideHost } from '../host'
import { MemoryHost } from '../host/memory/host'
import { readLater, readSoon } from '../later'
import { letGo } from '../shops.svelte'

let app: ReturnType<typeof mount>
let host: MemoryHost

function open(scenario: ConstructorParameters<typeof MemoryHost>[0]) {
  host = new MemoryHost({ orders: 20, skus: 10, ...scenario })
  provideHost(host)
  app = mount(App, { target: document.body })
}

const seen = (selector: string, words: string) =>
  eventually(() => {
    const found = [...document.querySelectorAll<HTMLElement>(selector)].find((element) => element.textContent?.includes(words))
    if (!found) throw new Error(`no ${selector} with “${words}”`)
    return found
  })
const press = async (name: string) => (await seen('button', name)).click()
const asked = (command: string) => eventually(() => expect(host.journal).toContain(command))
const box = async (name: string) => (await seen('label', name)).querySelector<HTMLInputElement>('input')!

const shop = (name: string, region: string, here = false) => ({ name, region, here })
const offered = [shop('Linh Kay Studio', 'US', true), shop('Linh Kay Hanoi', 'VN'), shop('Linh Kay Berlin', 'DE')]
const later = new Date(Date.now() + 1_200_000).toISOString()

beforeEach(() => {
  teachDialogs()
  teachSizes()
  localStorage.clear()
  letGo()
  window.location.hash = ''
})

afterEach(() => unmount(app))
// What is read behind the first picture would come when the page is gone.
afterAll(() => Promise.all([readSoon(), readLater()]))

it('lists the shops of a sign-in, all that are not here ticked, and adds those that stay so', async () => {
  open({ offered })
  await seen('h1', 'Which shops do you want here?')
  const here = await box('Linh Kay Studio')
  expect([here.checked, here.disabled]).toEqual([true, true])
  await eventually(() => expect(document.activeElement?.textContent).toBe('Add 2 shops'))
  ;(await box('Linh Kay Berlin')).click()
  await press('Add 1 shop')
  await asked('add_shops 1')
  await seen('nav', 'Linh Kay Hanoi')
})

it('cannot add none, and leaves them for later', async () => {
  open({ offered })
  for (const name of ['Hanoi', 'Berlin']) (await box(name)).click()
  const add = await seen('button', 'Add shops')
  expect(add).toHaveProperty('disabled', true)
  await press('Not now')
  await asked('leave_shops')
  await seen('[role=tab][aria-selected=true]', 'To ship')
})

it('asks about a sign-in that nobody began here, with the one app that is here', async () => {
  open({ unbidden: { expiresAt: later, apps: [{ shop: 1, hint: '29a…7e', shops: ['Linh Kay Studio'] }] } })
  const dialog = await seen('dialog', 'A sign-in came that you didn’t begin here')
  expect(dialog.textContent).toContain('Connect the shop that it opens?')
  expect(host.journal).toEqual([])
  await press('Connect this shop')
  await asked('accept_sign_in 1')
  await eventually(() => expect(document.querySelector('dialog')).toBeNull())
})

it('takes a no for an answer', async () => {
  open({ unbidden: { expiresAt: later, apps: [{ shop: 1, hint: '29a…7e', shops: ['Linh Kay Studio'] }] } })
  await press('No, forget it')
  await asked('decline_sign_in')
  await eventually(() => expect(document.querySelector('dialog')).toBeNull())
  expect(host.journal.some((line) => line.startsWith('accept'))).toBe(false)
})

it('guesses none of several apps', async () => {
  const apps = [1, 2].map((shop) => ({ shop, hint: `${shop}9a…7e`, shops: [`Shop ${shop}`] }))
  open({ unbidden: { expiresAt: later, apps } })
  const connect = await seen('dialog button', 'Connect this shop')
  expect(connect).toHaveProperty('disabled', true)
  ;(await box('29a…7e (Shop 2)')).click()
  await press('Connect this shop')
  await asked('accept_sign_in 2')
})

it('asks for the keys where none are here', async () => {
  open({ phase: 'connect', unbidden: { expiresAt: later, apps: [] } })
  await seen('h1', 'A sign-in came that you didn’t begin here')
  await press('Connect this shop')
  await seen('.problem, [role=alert]', 'The app key is empty')
  for (const name of ['App key', 'App secret']) {
    const field = (await seen('label', name)).parentElement!.querySelector('input')!
    field.value = 'invented'
    field.dispatchEvent(new Event('input', { bubbles: true }))
  }
  await press('Connect this shop')
  await seen('[role=tab][aria-selected=true]', 'To ship')
})

it('tells how long an approval holds, and begins it again with the kept keys', async () => {
  open({ approved: { until: '2027-03-03T12:00:00Z', days: 96 } })
  await seen('[role=tab]', 'To ship')
  window.location.hash = '#/settings'
  const line = await seen('.health', '96 days')
  expect(line.textContent).toMatch(/Approved until .*2027, 96 days/)
  expect(line.classList.contains('bad')).toBe(false)
  ;(await eventually(() => document.querySelector<HTMLElement>('[aria-label="Approve again: Linh Kay Studio"]')!)).click()
  await asked('approve_again 1')
  await seen('h1', 'Waiting for your browser')
  await press('Cancel')
  await seen('[role=tab][aria-selected=true]', 'To ship')
  expect(document.body.textContent).not.toContain('Connected again.')
})

it('offers to approve again where the shop misses a permission', async () => {
  const missing = { id: 'standstill 1', tone: 'bad' as const, title: 'A permission is missing', body: 'Turn it on.', action: 'approve' as const }
  open({ sync: { state: 'refused' }, notices: [missing] })
  await press('Approve again')
  await asked('approve_again 1')
  expect([...document.querySelectorAll('button')].some((button) => button.textContent === 'Dismiss')).toBe(false)
})

it('looks for further shops of a sign-in without the browser', async () => {
  open({ offered })
  await press('Not now')
  await seen('[role=tab]', 'To ship')
  window.location.hash = '#/another'
  await press('Add a shop that is approved already')
  await seen('h1', 'Which shops do you want here?')
  expect(host.journal).not.toContain('connect_start')
})
