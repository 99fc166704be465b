import './locale'
import './look/tokens.css'
import './look/base.css'

import { mount } from 'svelte'

import App from './App.svelte'
import { provideHost } from './host'
import type { Host } from './host'
import { tauriHost } from './host/tauri'

/** Rust, or in a browser during development a shop that lives in memory. */
async function chooseHost(): Promise<Host> {
  if (import.meta.env.DEV && !('__TAURI_INTERNALS__' in window)) {
    const { scenarioHost } = await import('./host/memory/scenarios')
    return scenarioHost(window.location.search)
  }
  return tauriHost()
}

provideHost(await chooseHost())

const target = document.getElementById('app')
if (target) mount(App, { target })
