/** The first module that is run of the screens' code: what the first picture needs is begun before the other ones are. */
import { begin } from './begin'
import { realHost } from './early'
import { provideHost, type Host } from './host'

/** In a browser, which has no Rust behind it: during development a shop that lives in memory. */
async function browserHost(): Promise<Host> {
  if (!import.meta.env.DEV) throw new Error('TikTokFlow runs in its own window')
  const { scenarioHost } = await import('./host/memory/scenarios')
  return scenarioHost(window.location.search)
}

function beginWith(host: Host): Promise<void> {
  provideHost(host)
  return begin()
}

export const begun = realHost ? beginWith(realHost) : browserHost().then(beginWith)
