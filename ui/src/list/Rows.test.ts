import { flushSync, mount, unmount } from 'svelte'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { eventually, teachSizes } from '../eventually'
import { frame } from '../pace'
import NumberedRows from './NumberedRows.svelte'

let letGo = () => {}
let rows: ReturnType<typeof mount> & { shift: (by: number) => void; show: (index: number) => void }
const wanted = vi.fn<(first: number, last: number) => Promise<void> | undefined>()

const scroller = () => document.querySelector<HTMLElement>('.scroller')!
const seen = () => [...document.querySelectorAll('i')].map(({ textContent }) => Number(textContent))
const lowest = () => Math.min(...seen())
const frames = async (count: number) => {
  for (let at = 0; at < count; at += 1) await frame()
}

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
  wanted.mockReset()
})

afterEach(() => unmount(rows))

/** Rows from here on take their time, until they are let come. */
const hold = (from: number) => {
  const gate = new Promise<void>((come) => (letGo = come))
  wanted.mockImplementation((first) => (first >= from ? gate : undefined))
}
const asked = () => wanted.mock.calls.map(([first, last]) => ({ first, last }))

it('a place is shown together with its rows, and those before stay until then', async () => {
  hold(500)
  scroll(40_000)
  expect(asked().map(({ first }) => first)).toEqual([1000])
  await frames(3)
  expect(lowest()).toBe(0)
  letGo()
  await eventually(() => expect(lowest()).toBe(996))
})

it('and without them where they take too long', async () => {
  hold(500)
  scroll(40_000)
  await eventually(() => expect(lowest()).toBe(996))
})

it('rows that are here already are shown at once', () => {
  scroll(40_000)
  expect(lowest()).toBe(996)
})

it('what is scrolled on to meanwhile comes next, and the places between are passed over', async () => {
  hold(500)
  scroll(40_000)
  scroll(80_000)
  scroll(120_000)
  letGo()
  await eventually(() => expect(lowest()).toBe(2996))
  expect(asked().filter(({ first }) => first === 2000)).toEqual([])
})

it('more is read in the direction of the scrolling, further the faster it goes', async () => {
  scroll(4_000)
  await frames(3)
  wanted.mockClear()
  scroll(4_400)
  const furthest = Math.max(...asked().map(({ last }) => last))
  expect(furthest).toBeGreaterThanOrEqual(106 + 6 * 10)
  wanted.mockClear()
  scroll(4_000)
  expect(Math.min(...asked().map(({ first }) => first))).toBeLessThanOrEqual(96 - 6 * 10)
})

it('nothing far from its row makes the list longer, at its very end as well', () => {
  scroll(4_000_000)
  const sight = document.querySelector<HTMLElement>('.sight')!
  expect(document.querySelector('.clip')?.parentElement).toBe(sight)
  expect(lowest()).toBeGreaterThan(99_900)
  expect(document.querySelector<HTMLElement>('.rows')!.style.transform).toBe(`translateY(${-(Number(scroller().scrollTop) - 99_000 * 40)}px)`)
})

it('rows that come in above while a place is on its way move that place, not the one before', async () => {
  hold(500)
  scroll(40_000)
  rows.shift(3)
  flushSync()
  expect(scroller().scrollTop).toBe(40_120)
  expect(lowest()).toBe(999)
  letGo()
  await frames(8)
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
