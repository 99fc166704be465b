import { flushSync, mount, unmount } from 'svelte'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { app } from '../app.svelte'
import { provideHost, type Runaway } from '../host'
import { MemoryHost } from '../host/memory/host'
import RunsStrip from './RunsStrip.svelte'
import { safetyText } from './safetyText'
import { Shelf } from './shelf.svelte'
import { Watch } from './watch.svelte'

let host: MemoryHost
let watch: Watch
let stops: (() => void)[]
let isShown = true

const settled = () => vi.advanceTimersByTimeAsync(3_000)
const said = () => app.announcement.trim()

beforeEach(() => {
  vi.useFakeTimers()
  app.announcement = ''
  isShown = true
  host = new MemoryHost({ orders: 0, skus: 30 })
  provideHost(host)
  watch = new Watch(1, () => isShown)
  stops = [app.start()]
})

afterEach(() => {
  stops.forEach((stop) => stop())
  vi.useRealTimers()
})

async function start() {
  stops.push(watch.start())
  await settled()
}

it('says a new run once, also when its numbers change, and not what was there before', async () => {
  host.runAway(0, 30, 60)
  await start()
  expect([watch.runs.length, said()]).toEqual([1, ''])
  host.runAway(1, 42, 120)
  await settled()
  expect([watch.runs.length, said()]).toEqual([2, `${host.shops[0]!.skus[1]!.product} is running out: 42 an hour, 120 left for about 3 hours.`])
  app.announcement = ''
  Object.assign(host.shops[0]!.runs[0]!, { perHour: 50 })
  void host.set_runaway_hours({ shop: 1, hours: 7 })
  await settled()
  expect([watch.runs[0]?.perHour, said()]).toEqual([50, ''])
})

it('leaves it to the banner where one is shown', async () => {
  await start()
  isShown = false
  host.runAway(0, 30, 60)
  await settled()
  expect([watch.runs.length, said()]).toEqual([1, ''])
})

it('tells a run no more that was seen', async () => {
  host.runAway(0, 30, 60)
  await start()
  const strip = mount(RunsStrip, { target: document.body, props: { watch, show: () => {} } })
  flushSync()
  document.querySelectorAll<HTMLButtonElement>('section button')[1]!.click()
  await settled()
  flushSync()
  expect([watch.runs, document.querySelector('section')]).toEqual([[], null])
  expect(host.journal).toContain(`see_runaway ${host.shops[0]!.skus[0]!.skuId}`)
  void unmount(strip)
})

it('leads to its row, whatever was looked at', async () => {
  host.runAway(7, 30, 60)
  const shelf = new Shelf(1)
  stops.push(shelf.watch.start())
  await settled()
  await shelf.filter({ tab: 'conflicts', search: 'something else' })
  const shown = shelf.show(shelf.watch.runs[0]!)
  await settled()
  await shown
  expect([shelf.tab, shelf.list.at(shelf.active.row)?.skuId]).toEqual(['all', host.shops[0]!.skus[7]!.skuId])
})

it('tells how long what is left will do', () => {
  const pace = (left: number, hoursLeft: number) => safetyText.run.pace({ perHour: 41.6, left, hoursLeft } as Runaway)
  expect([pace(120, 2.9), pace(20, 0.5), pace(42, 1.2), pace(0, 0)]).toEqual([
    '42 an hour, 120 left for about 3 hours.',
    '42 an hour, 20 left for less than an hour.',
    '42 an hour, 42 left for about 1 hour.',
    '42 an hour, nothing left.',
  ])
})
