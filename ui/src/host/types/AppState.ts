import type { Notice } from './Notice'
import type { OutboxCounts } from './OutboxCounts'
import type { PendingConnect } from './PendingConnect'
import type { ShopView } from './ShopView'
import type { SyncView } from './SyncView'
import type { Theme } from './Theme'

export type AppState = {
  phase: 'connect' | 'ready' | 'blocked'
  blocked: Notice | null
  shop: ShopView | null
  sync: SyncView
  outbox: OutboxCounts
  notices: Array<Notice>
  keychain: 'system' | 'session'
  theme: Theme
  connecting: PendingConnect | null
  version: string
}
