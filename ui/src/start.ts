/** The first module that is run: what the first picture shows is asked for before the other ones are. */
import { begin } from './begin'
import { provideHost, type Host } from './host'
import { tauriHost } from './host/tauri'

function beginWith(host: Host): Promise<void> {
  provideHost(host)
  return begin()
}

/** In a browser during development: a shop that lives in memory. */
async function beginInBrowser(): Promise<void> {
  const { scenarioHost } = await import('./host/memory/scenarios')
  return beginWith(scenarioHost(window.location.search))
}

const isBrowser = import.meta.env.DEV && !('__TAURI_INTERNALS__' in window)

export const begun = isBrowser ? beginInBrowser() : beginWith(tauriHost())
