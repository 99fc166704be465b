import { flushSync, mount, unmount } from 'svelte'
import { afterEach, beforeEach, expect, it } from 'vitest'

import { eventually, teachDialogs } from '../eventually'
import RecordDialog from './RecordDialog.svelte'

let dialog: ReturnType<typeof mount> | undefined

beforeEach(teachDialogs)
afterEach(() => dialog && unmount(dialog))

const page = () => document.querySelector('dialog')!.textContent
const buttons = () => [...document.querySelectorAll('dialog button')].map((one) => one.textContent?.trim())

function open(read: () => Promise<{ raw: string; reason?: string }>) {
  dialog = mount(RecordDialog, { target: document.body, props: { title: 'Order 1', label: 'The record', note: 'Look before you pass it on.', read, close: () => {} } })
  flushSync()
}

it('a record is shown as it is, with why it lies here, and can be copied', async () => {
  open(async () => ({ raw: '{"total": "12.340"}', reason: 'It has no status.' }))
  expect(buttons()).toEqual(['Close'])
  await eventually(() => expect(document.querySelector('pre')?.textContent).toBe('{"total": "12.340"}'))
  expect(page()).toContain('It has no status.')
  expect(page()).toContain('Look before you pass it on.')
  expect(buttons()).toEqual(['Copy', 'Close'])
})

it('one that can’t be read says why, and there is nothing to copy', async () => {
  open(() => Promise.reject({ code: 'not_found', message: 'It is no longer here.', field: null }))
  await eventually(() => expect(document.querySelector('[role=alert]')?.textContent).toBe('It is no longer here.'))
  expect(document.querySelector('pre')).toBeNull()
  expect(buttons()).toEqual(['Close'])
})
