/** The host of the real window. Nothing outside this folder knows Tauri. */
import { invoke } from '@tauri-apps/api/core'
import { listen, type EventName } from '@tauri-apps/api/event'

import { commandNames, type Changed, type Host } from './host'
import type { SyncView } from './types/SyncView'

/** Starts listening at once; the returned function stops it, also before it has begun. */
function hearing<T>(event: EventName, hear: (payload: T) => void): () => void {
  let stopped = false
  const started = listen<T>(event, ({ payload }) => {
    if (!stopped) hear(payload)
  })
  return () => {
    stopped = true
    void started.then((stop) => stop())
  }
}

export function tauriHost(): Host {
  const commands = Object.fromEntries(
    commandNames.map((name) => [name, (args?: Record<string, unknown>) => invoke(name, args)]),
  )
  return {
    ...commands,
    onChanged: (hear: (changed: Changed) => void) => hearing('changed', hear),
    onSync: (hear: (sync: SyncView) => void) => hearing('sync', hear),
  } as Host
}
