/** Shops to look at in a browser: `npm run dev`, then `/?shop=offline#/orders`. */
import { MemoryHost, type Scenario } from './host'

const scenarios: Record<string, Partial<Scenario>> = {
  connect: { phase: 'connect' },
  empty: { orders: 0, skus: 0 },
  first: {
    orders: 0,
    skus: 0,
    sync: { state: 'pulling', step: 'orders', firstPull: true, done: 1200, total: 5000, lastOkAt: null, nextAt: null },
  },
  offline: { sync: { state: 'offline', problem: 'The shop can’t be reached.', lastOkAt: new Date(Date.now() - 1_260_000).toISOString() } },
  huge: { orders: 600_000, skus: 100_000 },
  notices: {
    sync: { setAside: 1, state: 'needs_connect' },
    notices: [
      { id: 'n1', tone: 'bad', title: 'The shop asks you to connect again.', body: 'Everything already here stays; edits wait and go out afterwards.', action: 'connect' },
      { id: 'n2', tone: 'info', title: '1 order was set aside.', body: 'It can’t be read; Settings says why.', action: 'dismiss' },
    ],
  },
  blocked: {
    phase: 'blocked',
    notices: [
      { id: 'b', tone: 'bad', title: 'The disk is full', body: 'TikTokFlow can’t write to its database. Nothing was lost. Free some space, then try again.', action: 'open_folder' },
    ],
  },
}

/** A living host: work moves on every second and a half. */
export function scenarioHost(search: string): MemoryHost {
  const asked = new URLSearchParams(search)
  const host = new MemoryHost({ refuseEvery: 3, ...scenarios[asked.get('shop') ?? ''] })
  const theme = asked.get('theme')
  if (theme === 'light' || theme === 'dark') void host.set_theme({ theme })
  if (!asked.has('still')) setInterval(() => host.step(), 1500)
  Object.assign(window, { memoryHost: host })
  return host
}
