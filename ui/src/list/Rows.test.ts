import { flushSync, mount, unmount } from 'svelte'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { eventually, teachSizes } from '../eventually'
import NumberedRows from './NumberedRows.svelte'

let letGo = () => {}
let rows: ReturnType<typeof mount> & { shift: (by: number) => void; show: (index: number) => void }
const wanted = vi.fn<(first: number, last: number) => Promise<void> | undefined>()

const scroller = () => document.querySelector<HTMLElement>('.scroller')!
const seen = () => [...document.querySelectorAll('i')].map(({ textContent }) => Number(textContent))
const lowest = () => Math.min(...seen())

function scroll(to: number) {
  scroller().scrollTop = to
  scroller().dispatchEvent(new Event('scroll'))
  flushSync()
}

function open(atOnce = Infinity) {
  rows = mount(NumberedRows, { target: document.body, props: { shown: wanted, atOnce } }) as typeof rows
  flushSync()
}

beforeEach(async () => {
  teachSizes()
  open()
  // The rows above and below come with the second frame.
  await eventually(() => expect(seen().length).toBeGreaterThan(8))
  wanted.mockClear()
})

afterEach(() => unmount(rows))

it('a place far away is shown together with its rows', async () => {
  wanted.mockReturnValueOnce(new Promise<void>((come) => (letGo = come)))
  scroll(40_000)
  expect(wanted).toHaveBeenCalledOnce()
  expect(lowest()).toBe(0)
  letGo()
  await eventually(() => expect(lowest()).toBe(996))
})

it('and without them where they take longer than a frame', async () => {
  wanted.mockReturnValueOnce(new Promise<void>(() => {}))
  scroll(40_000)
  await eventually(() => expect(lowest()).toBe(996))
})

it('rows that come in above while a place is on its way move that place, not the one before', async () => {
  wanted.mockReturnValueOnce(new Promise<void>(() => {}))
  scroll(40_000)
  rows.shift(3)
  flushSync()
  expect(scroller().scrollTop).toBe(40_120)
  expect(lowest()).toBe(999)
})

it('rows that are built a few at a time come one picture after the other, and none is missing in the end', async () => {
  const all = seen().length
  await unmount(rows)
  open(1)
  expect(seen()).toEqual([0])
  await eventually(() => expect(seen()).toHaveLength(all))
})

it('and all at once where the list is scrolled meanwhile', async () => {
  await unmount(rows)
  open(1)
  rows.show(500)
  flushSync()
  expect(seen()).toEqual(expect.arrayContaining([500, 501]))
})
