/** What the settings of a host in memory say, and the sync of an engine that rests. */
import type { HandlingRule } from '../types/HandlingRule'
import type { SetAsideRecord } from '../types/SetAsideRecord'
import type { SettingsView } from '../types/SettingsView'
import type { ShopView } from '../types/ShopView'
import type { SyncView } from '../types/SyncView'
import type { WebhookChoice } from '../types/WebhookChoice'

export const restingSync = (now: number): SyncView => ({
  state: 'idle',
  step: null,
  done: 0,
  total: null,
  firstPull: false,
  lastOkAt: new Date(now - 12_000).toISOString(),
  nextAt: new Date(now + 8_000).toISOString(),
  problem: null,
  everySeconds: 10,
  rhythm: 'in_view',
  requestsLeftToday: 6412,
  requestsPerDay: 10_000,
  setAside: 0,
})

/** A record that can't be read. */
export const invented: SetAsideRecord = {
  reason: 'The price “12,50 €” is not a number.',
  raw: JSON.stringify({ id: '576618402217350000', status: 'AWAITING_SHIPMENT', payment: { currency: 'EUR', total_amount: '12,50 €' } }, null, 2),
}

type Known = Pick<SettingsView, 'keychain' | 'cache' | 'theme' | 'version'>

/** What opens the database of a host in memory. */
export const recoveryCode = 'ZZZZD-ZZZZC-ZZZZF-ZZZZE-ZZZZ9-ZZZZ8-ZZZZB-ZZZZA-ZZZZ5-ZZZZ4-ZZZZ7-ZZZZ6-ZZZGZ'

export function settingsOf(shop: ShopView | null, sync: SyncView, webhooks: WebhookChoice, known: Known, handling: HandlingRule, sender: string, now: number): SettingsView {
  const at = (before: number) => new Date(now - before).toISOString()
  return {
    ...known,
    shop,
    appKeyHint: '29a3…4c7e',
    endpoints: null,
    keychainNote: null,
    dataFolder: '~/.local/share/app.tiktokflow.desktop',
    logFolder: '~/.local/share/app.tiktokflow.desktop/logs',
    currency: shop?.currency ?? null,
    toldCurrency: null,
    handling,
    usualCarrier: null,
    labelSheet: null,
    buyersKept: null,
    sender,
    timeZone: 'America/New_York',
    requestsLeftToday: sync.requestsLeftToday,
    requestsPerDay: sync.requestsPerDay,
    requestsKept: 2000,
    webhooks: {
      ...webhooks,
      address: webhooks.on ? `http://127.0.0.1:${webhooks.port}/webhooks` : null,
      problem: null,
      taken: webhooks.on ? 1204 : 0,
      turnedAway: webhooks.on ? 3 : 0,
      last: webhooks.on ? { at: at(42_000), event: 'order.created', subject: '576618402217359921', verdict: 'read again' } : null,
    },
    setAside: sync.setAside
      ? [{ kind: 'order', id: '576618402217350000', reason: invented.reason, seenAt: at(120_000) }]
      : [],
  }
}
