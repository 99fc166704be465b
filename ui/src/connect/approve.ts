import { app } from '../app.svelte'
import { host } from '../host'
import { route } from '../route.svelte'

/** Begins the consent again for a shop that is here, with the keys that are kept, and waits for the browser. */
export async function approveAgain(shop: number): Promise<void> {
  await app.passing(host().approve_again({ shop }).then(() => app.refresh()))
  if (app.state?.connecting) route.go('connect')
}
