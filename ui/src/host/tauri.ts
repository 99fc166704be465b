/** The host of the real window. Nothing outside this folder knows Tauri. */
import { invoke } from '@tauri-apps/api/core'
import { listen, type EventName } from '@tauri-apps/api/event'

import { commandNames, type Changed, type Host } from './host'
import type { SyncView } from './types/SyncView'

/** An event that is listened to from here on, by however many: who comes later misses nothing of what comes later still. */
function heard<T>(event: EventName): (hear: (payload: T) => void) => () => void {
  const hearers = new Set<(payload: T) => void>()
  void listen<T>(event, ({ payload }) => {
    for (const hear of hearers) hear(payload)
  })
  return (hear) => {
    hearers.add(hear)
    return () => void hearers.delete(hear)
  }
}

export function tauriHost(): Host {
  const commands = Object.fromEntries(
    commandNames.map((name) => [name, (args?: Record<string, unknown>) => invoke(name, args)]),
  )
  return { ...commands, onChanged: heard<Changed>('changed'), onSync: heard<SyncView>('sync') } as Host
}
