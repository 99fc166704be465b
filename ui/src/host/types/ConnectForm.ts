import type { Endpoints } from './Endpoints'

export type ConnectForm = {
  market: 'us' | 'rest' | 'custom'
  appKey: string
  appSecret: string
  endpoints: Endpoints | null
}
