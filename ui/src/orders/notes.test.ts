import { flushSync, mount, unmount } from 'svelte'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { app } from '../app.svelte'
import { eventually } from '../eventually'
import { provideHost } from '../host'
import { MemoryHost } from '../host/memory/host'
import { Desk } from './desk.svelte'
import { notesOf } from './notes.svelte'
import OrderPanel from './OrderPanel.svelte'

let host: MemoryHost
let desk: Desk
let panel: ReturnType<typeof mount> | undefined
let stop: () => void

const open = () => mount(OrderPanel, { target: document.body, props: { desk, leave: () => {}, moved: () => {} } })
const field = () => [...document.querySelectorAll('textarea')].find((one) => one.labels?.[0]?.textContent === 'Note')!
const said = () => document.getElementById(field().getAttribute('aria-describedby')!)?.textContent?.trim()
const stored = (at: number) => host.shops[0]!.order(desk.list.at(at)!.id).ownNote
const sent = () => host.journal.filter((line) => line.startsWith('set_order_note'))

function type(words: string) {
  field().value = words
  field().dispatchEvent(new Event('input', { bubbles: true }))
  flushSync()
}

async function choose(at: number) {
  desk.choose(desk.list.at(at)!)
  await eventually(() => expect(desk.detail?.id).toBe(desk.list.at(at)!.id))
  flushSync()
}

beforeEach(async () => {
  localStorage.clear()
  host = new MemoryHost({ orders: 40 })
  provideHost(host)
  stop = app.start()
  app.problem = null
  desk = new Desk(1)
  await desk.list.open()
  panel = open()
  await choose(0)
})

afterEach(async () => {
  if (panel) await unmount(panel)
  panel = undefined
  stop()
  vi.useRealTimers()
})

it('a note is saved by itself as soon as the typing rests', async () => {
  vi.useFakeTimers()
  type('Gift wr')
  await vi.advanceTimersByTimeAsync(200)
  type('Gift wrap')
  await vi.advanceTimersByTimeAsync(299)
  expect(sent()).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(stored(0)).toBe('Gift wrap')
  expect(sent()).toHaveLength(1)
})

it.each([
  ['left', () => field().dispatchEvent(new FocusEvent('blur'))],
  ['sent off with Ctrl+Enter', () => field().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true }))],
  ['sent off with Cmd+Enter', () => field().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', metaKey: true, bubbles: true }))],
  ['still typed in when the window closes', () => window.dispatchEvent(new Event('pagehide'))],
  ['still typed in when another program comes to the front', () => window.dispatchEvent(new Event('blur'))],
])('a note that is %s goes into the store at once, and nowhere else', async (_, act) => {
  vi.useFakeTimers()
  type('Leave at Phạm’s door')
  act()
  await vi.advanceTimersByTimeAsync(0)
  expect(stored(0)).toBe('Leave at Phạm’s door')
  expect(JSON.stringify({ ...localStorage })).not.toContain('Phạm')
})

it('a note is not lost when another order is chosen in the middle of a word, and never goes to that one', async () => {
  type('Call fir')
  await choose(1)
  await eventually(() => expect(stored(0)).toBe('Call fir'))
  expect(field().value).toBe('')
  expect(stored(1)).toBe('')
  await choose(0)
  expect(field().value).toBe('Call fir')
})

it('a note that could not be saved says so, stays over leaving the screen, and is saved once it can be', async () => {
  const save = host.set_order_note.bind(host)
  host.set_order_note = async () => Promise.reject({ code: 'storage', message: 'The disk is full.', field: null })
  type('Fragile')
  field().dispatchEvent(new FocusEvent('blur'))
  await eventually(() => expect(said()).toContain('Not saved. The disk is full. What you typed stays here.'))
  await unmount(panel!)
  await eventually(() => expect(app.problem?.message).toContain('could not be saved'))
  panel = open()
  await eventually(() => expect(said()).toContain('Not saved.'))
  expect(field().value).toBe('Fragile')

  host.set_order_note = save
  const again = [...document.querySelectorAll('button')].find((one) => one.textContent === 'Save again')!
  again.click()
  await eventually(() => expect(stored(0)).toBe('Fragile'))
})

it('a failure that comes when the order is out of sight is told as a banner', async () => {
  const id = desk.chosen!
  host.set_order_note = async () => Promise.reject({ code: 'storage', message: 'The disk is full.', field: null })
  type('Fragile')
  await choose(1)
  await eventually(() => expect(app.problem?.message).toContain(`The note of order ${id} could not be saved.`))
  expect(notesOf(desk).shown(id, '')).toBe('Fragile')
})

it('what is typed while a save is under way is saved after it', async () => {
  const save = host.set_order_note.bind(host)
  let answer = () => {}
  const gate = new Promise<void>((resolve) => (answer = resolve))
  host.set_order_note = (args) => gate.then(() => save(args))
  const notes = notesOf(desk)
  type('one')
  void notes.save(desk.chosen!)
  type('one, two')
  const last = notes.save(desk.chosen!)
  answer()
  await last
  expect(stored(0)).toBe('one, two')
  expect(sent()).toHaveLength(2)
})

it('a note of more than 4,000 characters is told, kept as typed, and not cut', async () => {
  const long = '😀'.repeat(4_001)
  type(long)
  expect(said()).toBe('Not saved: a note holds 4,000 characters, and this one has 4,001. It stays here until it is shorter.')
  await choose(1)
  expect(app.problem?.message).toContain('has more than 4,000 characters and is not saved')
  await choose(0)
  expect([field().value, sent().length]).toEqual([long, 0])
  type('😀'.repeat(4_000))
  field().dispatchEvent(new FocusEvent('blur'))
  await eventually(() => expect([...stored(0)].length).toBe(4_000))
})
