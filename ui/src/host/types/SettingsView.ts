import type { Endpoints } from './Endpoints'
import type { SetAside } from './SetAside'
import type { ShopView } from './ShopView'
import type { Theme } from './Theme'

export type SettingsView = {
  shop: ShopView | null
  appKeyHint: string | null
  endpoints: Endpoints | null
  keychain: 'system' | 'session'
  keychainNote: string | null
  dataFolder: string
  theme: Theme
  currency: string | null
  syncEverySeconds: number
  requestsLeftToday: number
  requestsPerDay: number
  setAside: Array<SetAside>
  version: string
}
