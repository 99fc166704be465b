/**
 * What is typed on the connect screen. It outlives the screen, so that no error costs a word.
 * Market and addresses outlive the app too; key and secret are in the keychain or nowhere.
 */
import type { AppError, ConnectForm, Endpoints } from '../host'
import { isRecord, readStored } from '../kept'

/** The addresses of the documented interface; Custom starts from them. */
const documented: Endpoints = {
  authorizeUrl: 'https://auth.tiktok-shops.com/oauth/authorize',
  tokenUrl: 'https://open-api.tiktokglobalshop.com/api/v2/token/get',
  refreshUrl: 'https://open-api.tiktokglobalshop.com/api/v2/token/refresh',
  apiUrl: 'https://open-api.tiktokglobalshop.com',
}

const fields = ['appKey', 'appSecret', 'authorizeUrl', 'tokenUrl', 'refreshUrl', 'apiUrl', 'address'] as const
export type FieldName = (typeof fields)[number]

/** Which field an error is about: Rust's `app_key` is the screen's `appKey`. */
export function fieldOf(error: AppError | null): FieldName | null {
  const plain = (name: string) => name.replaceAll('_', '').toLowerCase()
  const named = plain(error?.field ?? '')
  return fields.find((field) => plain(field) === named) ?? null
}

const markets: ConnectForm['market'][] = ['us', 'rest', 'custom']
const KEPT = 'connect.where'

export class Form {
  market = $state<ConnectForm['market']>('us')
  appKey = $state('')
  appSecret = $state('')
  endpoints = $state<Endpoints>({ ...documented })

  constructor() {
    const found = readStored(KEPT)
    if (!isRecord(found)) return
    this.market = markets.find((market) => market === found['market']) ?? this.market
    const kept = isRecord(found['endpoints']) ? found['endpoints'] : {}
    const address = (name: keyof Endpoints) => (typeof kept[name] === 'string' ? kept[name] : documented[name])
    this.endpoints = {
      authorizeUrl: address('authorizeUrl'),
      tokenUrl: address('tokenUrl'),
      refreshUrl: address('refreshUrl'),
      apiUrl: address('apiUrl'),
    }
  }

  /** Keeps where the shop is, never how to get in. Without room it is typed again, no more. */
  keep() {
    try {
      localStorage.setItem(KEPT, JSON.stringify({ market: this.market, endpoints: this.endpoints }))
    } catch {
      // Nothing of the seller's work is lost by this.
    }
  }

  read(): ConnectForm {
    const endpoints = this.market === 'custom' ? $state.snapshot(this.endpoints) : null
    return { market: this.market, appKey: this.appKey, appSecret: this.appSecret, endpoints }
  }

  /** The secret stays no longer than it is needed. */
  forgetSecret() {
    this.appSecret = ''
  }

  /** Connected: the next shop may be of another app. */
  forgetKeys() {
    this.appKey = ''
    this.forgetSecret()
  }
}

export const form = new Form()
