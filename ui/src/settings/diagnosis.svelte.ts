/** The last diagnostics file that was asked for, here or from the palette. */
import { app } from '../app.svelte'
import { Attempt } from '../attempt.svelte'
import { host } from '../host'
import { text } from '../text'

class Diagnosis {
  readonly attempt = new Attempt()
  path = $state<string | null>(null)

  async save() {
    await this.attempt.run(async () => {
      this.path = null
      this.path = (await host().save_diagnostics()).path
      app.announce(text.settings.diagnosed)
    })
  }

  forget() {
    this.path = null
    this.attempt.error = null
  }
}

export const diagnosis = new Diagnosis()
