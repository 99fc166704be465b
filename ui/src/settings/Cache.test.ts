import { flushSync, mount, unmount } from 'svelte'
import { afterEach, beforeEach, expect, it } from 'vitest'

import { eventually } from '../eventually'
import { provideHost, type CacheProtection } from '../host'
import { MemoryHost } from '../host/memory/host'
import { recoveryCode } from '../host/memory/settings'
import { text } from '../text'
import Cache from './Cache.svelte'

let host: MemoryHost
let part: ReturnType<typeof mount> | null = null

const words = () => document.body.textContent
const button = (name: string) => [...document.querySelectorAll<HTMLButtonElement>('button')].find((one) => one.textContent?.includes(name))

function show(cache: CacheProtection) {
  part = mount(Cache, { target: document.body, props: { cache } })
  flushSync()
}

beforeEach(() => {
  host = new MemoryHost({ orders: 0, skus: 0 })
  provideHost(host)
})

afterEach(() => {
  if (part) unmount(part)
})

it('the recovery code is asked for and shown on request only, and hidden again', async () => {
  show({ form: 'encrypted', note: null, atNextStart: false })
  expect(words()).toContain(text.cache.encrypted)
  expect(host.journal).not.toContain('recovery_code')
  button(text.cache.show)?.click()
  await eventually(() => expect(words()).toContain(recoveryCode))
  expect(button(text.cache.copy)).toBeDefined()
  button(text.cache.hide)?.click()
  flushSync()
  expect(words()).not.toContain(recoveryCode)
})

it('a key that the keychain did not take is told beside the form', () => {
  show({ form: 'encrypted', note: 'The keychain did not take its key.', atNextStart: false })
  expect(words()).toContain(text.cache.encryptedNotKept)
  expect(words()).toContain('The keychain did not take its key.')
})

it('a plain database says why and, where it can be, when it is encrypted; there is no code to it', () => {
  show({ form: 'plain', note: 'Not encrypted, because there is no keychain.', atNextStart: false })
  expect(words()).toContain('because there is no keychain')
  expect(words()).not.toContain(text.cache.atNextStart)
  expect(button(text.cache.show)).toBeUndefined()
  if (part) unmount(part)
  show({ form: 'plain', note: 'Not encrypted, because it was locked.', atNextStart: true })
  expect(words()).toContain(text.cache.atNextStart)
})
