import { mount, unmount } from 'svelte'
import { afterEach, beforeEach, expect, it } from 'vitest'

import App from '../App.svelte'
import { eventually, teachDialogs, teachSizes } from '../eventually'
import { provideHost } from '../host'
import { MemoryHost } from '../host/memory/host'
import { recoveryCode } from '../host/memory/settings'
import { letGo } from '../shops.svelte'
import { text } from '../text'

let app: ReturnType<typeof mount>
let host: MemoryHost
const words = text.sealed

function open(scenario: ConstructorParameters<typeof MemoryHost>[0]) {
  host = new MemoryHost({ orders: 30, skus: 5, phase: 'sealed', ...scenario })
  provideHost(host)
  app = mount(App, { target: document.body })
}

const seen = (selector: string, said: string) =>
  eventually(() => {
    const found = [...document.querySelectorAll<HTMLElement>(selector)].find((element) => element.textContent?.includes(said))
    if (!found) throw new Error(`no ${selector} with “${said}”`)
    return found
  })
const press = async (name: string) => (await seen('button', name)).click()

async function type(code: string) {
  await seen('label', words.code)
  const field = document.querySelector<HTMLTextAreaElement>('#code')!
  field.value = code
  field.dispatchEvent(new Event('input', { bubbles: true }))
  return field
}

beforeEach(() => {
  teachDialogs()
  teachSizes()
  localStorage.clear()
  letGo()
  window.location.hash = ''
})

afterEach(() => unmount(app))

it('says what is so and takes no way by itself', async () => {
  open({})
  await seen('[role=alert]', words.reasons.no_key)
  await seen('li', words.onlyHere)
  expect(host.journal).toEqual([])
})

it('a code with a typo is told at its field and stays typed, until it is typed on', async () => {
  open({})
  const field = await type('zzzzd')
  field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
  await seen('#code-note[role=alert]', 'typo in group 3')
  expect([field.value, field.getAttribute('aria-invalid')]).toEqual(['zzzzd', 'true'])
  await type('zzzzd-')
  await seen('#code-note', words.codeHint)
})

it('the right code brings everything back', async () => {
  open({})
  await type(recoveryCode.toLowerCase())
  await press(words.open)
  await seen('[role=tab][aria-selected=true]', 'To ship')
})

it('another try that changes nothing says so', async () => {
  open({ sealed: 'no_answer' })
  await seen('[role=alert]', 'it is locked or does not answer')
  await press(words.again)
  await seen('[role=status]', words.stillLocked)
  expect(host.journal).toEqual(['open_again'])
})

it('nothing is set aside before the question is answered', async () => {
  open({})
  await press(words.aside)
  await seen('dialog', words.asideKeeps)
  await press(text.cancel)
  expect(host.journal).toEqual([])
  await press(words.aside)
  await press(words.asideConfirm)
  await seen('h1', text.connect.title)
  expect(host.journal).toEqual(['set_cache_aside'])
})

it('a damaged one is not asked for a code', async () => {
  open({ sealed: 'damaged' })
  await seen('[role=alert]', words.reasons.damaged)
  expect(document.querySelector('#code')).toBeNull()
  await seen('button', words.aside)
})

it('while the database is opened it is asked whether it is open by now', async () => {
  open({ phase: 'opening' })
  await seen('[role=status]', text.opening.title)
  host['state'].phase = 'ready'
  await seen('[role=tab][aria-selected=true]', 'To ship')
})
