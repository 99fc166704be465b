/** What is typed on the connect screen. It outlives the screen, so that no error costs a word. */
import type { AppError, ConnectForm, Endpoints } from '../host'

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

class Form {
  market = $state<ConnectForm['market']>('us')
  appKey = $state('')
  appSecret = $state('')
  endpoints = $state<Endpoints>({ ...documented })

  read(): ConnectForm {
    const endpoints = this.market === 'custom' ? $state.snapshot(this.endpoints) : null
    return { market: this.market, appKey: this.appKey, appSecret: this.appSecret, endpoints }
  }

  /** The secret stays no longer than it is needed. */
  forgetSecret() {
    this.appSecret = ''
  }
}

export const form = new Form()
