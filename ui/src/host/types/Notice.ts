export type Notice = {
  id: string
  tone: 'info' | 'warn' | 'bad'
  title: string
  body: string
  action: 'connect' | 'dismiss' | 'open_folder' | null
}
