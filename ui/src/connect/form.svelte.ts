/**
 * What is typed on the connect screen. It outlives the screen, so that no error costs a word.
 * Market and addresses outlive the app too; key and secret are in the keychain or nowhere.
 */
import type { AppError, ConnectForm, Endpoints } from '../host'
import { isRecord, readStored } from '../kept'

/** The Partner API's addresses outside the United States; Custom starts from them. */
const usual: Endpoints = {
  authorizeUrl: 'https://services.tiktokshop.com/open/authorize?service_id=',
  tokenUrl: 'https://auth.tiktok-shops.com/api/v2/token/get',
  refreshUrl: 'https://auth.tiktok-shops.com/api/v2/token/refresh',
  apiUrl: 'https://open-api.tiktokglobalshop.com',
}

const fields = ['serviceId', 'appKey', 'appSecret', 'authorizeUrl', 'tokenUrl', 'refreshUrl', 'apiUrl', 'address'] as const
export type FieldName = (typeof fields)[number]

/** Which field an error is about: Rust's `app_key` is the screen's `appKey`. */
export function fieldOf(error: AppError | null): FieldName | null {
  const plain = (name: string) => name.replaceAll('_', '').toLowerCase()
  const named = plain(error?.field ?? '')
  return fields.find((field) => plain(field) === named) ?? null
}

const markets: ConnectForm['market'][] = ['us', 'rest', 'custom']
const contracts: ConnectForm['contract'][] = ['partner', 'documented']
const KEPT = 'connect.where'

export class Form {
  market = $state<ConnectForm['market']>('us')
  serviceId = $state('')
  /** What is spoken at own addresses. */
  contract = $state<ConnectForm['contract']>('partner')
  appKey = $state('')
  appSecret = $state('')
  endpoints = $state<Endpoints>({ ...usual })

  constructor() {
    const found = readStored(KEPT)
    if (!isRecord(found)) return
    this.market = markets.find((market) => market === found['market']) ?? this.market
    this.contract = contracts.find((contract) => contract === found['contract']) ?? this.contract
    this.serviceId = typeof found['serviceId'] === 'string' ? found['serviceId'] : ''
    const kept = isRecord(found['endpoints']) ? found['endpoints'] : {}
    const address = (name: keyof Endpoints) => (typeof kept[name] === 'string' ? kept[name] : usual[name])
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
      localStorage.setItem(KEPT, JSON.stringify({ market: this.market, contract: this.contract, serviceId: this.serviceId, endpoints: this.endpoints }))
    } catch {
      // Nothing of the seller's work is lost by this.
    }
  }

  read(): ConnectForm {
    const endpoints = this.market === 'custom' ? $state.snapshot(this.endpoints) : null
    const { market, serviceId, appKey, appSecret, contract } = this
    return { market, serviceId, appKey, appSecret, contract, endpoints }
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
