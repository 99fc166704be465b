export type Endpoints = {
  authorizeUrl: string
  tokenUrl: string
  refreshUrl: string
  apiUrl: string
}
