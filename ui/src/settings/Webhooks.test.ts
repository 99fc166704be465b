import { mount, unmount } from 'svelte'
import { afterEach, beforeEach, expect, it } from 'vitest'

import { app } from '../app.svelte'
import { eventually } from '../eventually'
import { provideHost } from '../host'
import { MemoryHost } from '../host/memory/host'
import SettingsScreen from './SettingsScreen.svelte'

let host: MemoryHost
let screen: ReturnType<typeof mount>
let stop: () => void

const found = <T extends Element>(selector: string) => {
  const element = document.querySelector<T>(selector)
  if (!element) throw new Error(`no ${selector}`)
  return element
}
const port = () => found<HTMLInputElement>('#webhook-port')
const note = () => found('#webhook-port-note').textContent
const saved = () => host.journal.filter((line) => line.startsWith('set_webhooks')).map((line) => JSON.parse(line.slice(13)) as unknown)

function type(digits: string) {
  port().value = digits
  port().dispatchEvent(new Event('input', { bubbles: true }))
}

/** Presses the switch with these words. */
function flip(words: string) {
  const label = [...document.querySelectorAll('label')].find((one) => one.textContent?.trim() === words)
  label?.querySelector('input')?.click()
}

beforeEach(async () => {
  host = new MemoryHost({ orders: 10, skus: 5 })
  provideHost(host)
  stop = app.start()
  screen = mount(SettingsScreen, { target: document.body, props: { shop: 1 } })
  await eventually(port)
})

afterEach(async () => {
  stop()
  await unmount(screen)
})

it('a port that is typed when the switch is pressed is saved with it', async () => {
  type(' 9100 ')
  flip('Receive webhooks')
  await eventually(() => expect(saved()).toEqual([{ on: true, port: 9100, signedOnly: true }]))
  await eventually(() => expect(port().value).toBe('9100'))
})

it.each([
  ['switch', () => flip('Receive webhooks')],
  ['button', () => port().form?.requestSubmit()],
])('a port that is none is said at its field and stays there, and nothing is saved: by the %s', async (_, press) => {
  type('80')
  press()
  await eventually(() => expect(note()).toBe('A port is a number from 1,024 to 65,535.'))
  expect([port().value, saved()]).toEqual(['80', []])
})

it('the door is closed whatever is typed, and its port stays the old one', async () => {
  flip('Receive webhooks')
  await eventually(() => expect(saved()).toHaveLength(1))
  await eventually(() => expect(found('time')).toBeTruthy())
  type('80')
  flip('Receive webhooks')
  await eventually(() => expect(document.querySelector('time')).toBeNull())
  expect(saved().at(-1)).toEqual({ on: false, port: 8788, signedOnly: true })
  expect(port().value).toBe('80')
})
