import { flushSync, mount, unmount } from 'svelte'
import { afterEach, beforeEach, expect, it } from 'vitest'

import { app } from '../app.svelte'
import { eventually } from '../eventually'
import { provideHost } from '../host'
import { MemoryHost } from '../host/memory/host'
import Sender from './Sender.svelte'

let host: MemoryHost
let part: ReturnType<typeof mount>
let stop: () => void
let changed = 0

const field = () => document.querySelector<HTMLTextAreaElement>('#sender')!
const note = () => document.querySelector('#sender-note')?.textContent

function type(text: string) {
  field().value = text
  field().dispatchEvent(new Event('input', { bubbles: true }))
  flushSync()
}

const press = (ctrlKey: boolean) => field().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey, bubbles: true, cancelable: true }))

beforeEach(() => {
  host = new MemoryHost({ orders: 10, skus: 5 })
  provideHost(host)
  stop = app.start()
  changed = 0
  part = mount(Sender, { target: document.body, props: { shop: 1, sender: 'Old', changed: async () => void changed++ } })
  flushSync()
})

afterEach(() => {
  stop()
  unmount(part)
})

it('holds once it is applied, and Enter alone is the next line', async () => {
  type('Linh\nHuế')
  press(false)
  expect(host.shops[0]!.sender).toBe('')
  press(true)
  await eventually(() => expect(changed).toBe(1))
  expect(host.shops[0]!.sender).toBe('Linh\nHuế')
})

it('keeps what was typed where it is refused, and says why', async () => {
  host.set_sender = () => Promise.reject({ code: 'invalid_input', message: 'No room for that.', field: 'sender' })
  type('much too long')
  press(true)
  await eventually(() => expect(note()).toBe('No room for that.'))
  expect(field().value).toBe('much too long')
})
