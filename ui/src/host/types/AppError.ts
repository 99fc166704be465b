export type AppError = {
  code:
    | 'invalid_input'
    | 'offline'
    | 'needs_connect'
    | 'refused'
    | 'not_found'
    | 'keychain'
    | 'storage'
    | 'busy'
    | 'internal'
  message: string
  field: string | null
}
