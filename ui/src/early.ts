/** Read and run by itself, before all other code of the page: Rust finds out what the first picture shows meanwhile. */
import { askedAhead } from './host/ahead'
import { tauriHost } from './host/tauri'
import { firstQuestion } from './orders/firstQuery'

/** The host of the real window; null in a browser, which has none. */
export const realHost = '__TAURI_INTERNALS__' in window ? askedAhead(tauriHost(), firstQuestion) : null
