import { describe, expect, it } from 'vitest'

import type { SyncView } from './host'
import { badgeText, nextText, paceText, rhythmText, statusText, syncTone } from './sync'

const now = Date.parse('2026-11-22T10:00:00Z')
const before = (seconds: number) => new Date(now - seconds * 1000).toISOString()

const idle: SyncView = {
  state: 'idle',
  step: null,
  done: 0,
  total: null,
  firstPull: false,
  lastOkAt: before(12),
  nextAt: before(-8),
  problem: null,
  everySeconds: 10,
  rhythm: 'in_view',
  requestsLeftToday: 6412,
  requestsPerDay: 10_000,
  setAside: 0,
}

describe('the age of the data', () => {
  it.each([
    [0, 'Synced just now'],
    [12, 'Synced 12 s ago'],
    [59, 'Synced 59 s ago'],
    [60, 'Synced 1 min ago'],
    [3599, 'Synced 59 min ago'],
    [7300, 'Synced 2 h ago'],
    [86_400, 'Synced 1 day ago'],
    [300_000, 'Synced 3 days ago'],
    [-5, 'Synced just now'],
  ])('after %i seconds says “%s”', (seconds, says) => {
    expect(badgeText({ ...idle, lastOkAt: before(seconds) }, now)).toBe(says)
  })

  it('is not invented before the first sync', () => {
    expect(badgeText({ ...idle, lastOkAt: null }, now)).toBe('Not synced yet')
  })
})

describe('the status bar', () => {
  it('says when it looks again', () => {
    expect(statusText(idle, now)).toBe('Up to date, 12 s ago')
    expect(nextText(idle, now)).toBe('Next check in 8 s')
  })

  it('counts during the first sync, with the total once it is known', () => {
    const pulling: SyncView = { ...idle, state: 'pulling', step: 'orders', firstPull: true, done: 1200, lastOkAt: null }
    expect(statusText(pulling, now)).toBe('Getting orders: 1,200')
    expect(statusText({ ...pulling, total: 5000 }, now)).toBe('Getting orders: 1,200 of 5,000')
    expect(badgeText(pulling, now)).toBe('Getting orders…')
    expect(nextText(pulling, now)).toBeNull()
  })

  it('says offline together with the age of what is shown', () => {
    const offline: SyncView = { ...idle, state: 'offline', lastOkAt: before(1260) }
    expect(statusText(offline, now)).toBe('Offline, showing data from 21 min ago')
    expect(nextText(offline, now)).toBe('Next try in 8 s')
    expect(syncTone(offline)).toBe('warn')
  })

  it('says when it goes on after the shop asked to slow down, and how slow it is then', () => {
    expect(nextText({ ...idle, state: 'limited' }, now)).toBe('Goes on in 8 s')
    expect(paceText({ ...idle, rhythm: 'slowed', everySeconds: 20 })).toBe('Looks every 20 s, as the shop asked to slow down')
    expect(paceText(idle)).toBe('Looks every 10 s')
    expect(paceText({ ...idle, state: 'offline' })).toBeNull()
  })

  it.each([
    ['in_view', 10, 'Looks every 10 s while the window is in view'],
    ['busy', 60, 'Looks every 60 s, as orders came in lately'],
    ['quiet', 300, 'Looks every 5 min while it is quiet'],
    ['saving', 25, 'Looks every 25 s, so that the day’s requests last'],
  ] as const)('tells the rhythm %s in words', (rhythm, everySeconds, says) => {
    expect(rhythmText({ rhythm, everySeconds })).toBe(says)
  })

  it('asks for a new connection as something that is wrong', () => {
    expect(syncTone({ ...idle, state: 'needs_connect' })).toBe('bad')
    expect(badgeText({ ...idle, state: 'needs_connect' }, now)).toBe('Connect again')
  })

  it('takes what the shop refuses for no bad connection', () => {
    expect(syncTone({ ...idle, state: 'refused' })).toBe('bad')
    expect(badgeText({ ...idle, state: 'refused' }, now)).toBe('Refused by the shop')
    expect(statusText({ ...idle, state: 'refused' }, now)).toContain('The shop refuses something, showing data from')
  })
})
