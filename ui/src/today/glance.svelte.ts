/** The day of one shop, read again when something changed and when the minute turns; the old one stays meanwhile. */
import { app } from '../app.svelte'
import { asAppError, host, type Today } from '../host'
import type { Desk } from '../orders/desk.svelte'
import { Again } from '../pace'

export class Glance {
  day = $state.raw<Today | null>(null)
  /** Why it could not be read lately. */
  problem = $state<string | null>(null)

  private readonly reading = new Again(() => this.read())

  constructor(readonly shop: number) {}

  /** Follows the store for as long as the screen is there. */
  start(): () => void {
    const stop = app.onTables(['orders', 'outbox', 'shop'], () => void this.refresh())
    void this.refresh()
    return stop
  }

  /** Resolves when what was asked for is on the screen. */
  refresh(): Promise<void> {
    return this.reading.run()
  }

  private async read() {
    try {
      this.day = await host().today({ shop: this.shop })
      this.problem = null
    } catch (thrown) {
      this.problem = asAppError(thrown).message
    }
  }
}

const glances = new WeakMap<Desk, Glance>()

/** The day of a desk's shop as it was last seen: coming back to it shows it at once. It goes when the desk goes. */
export function glanceOf(desk: Desk): Glance {
  const glance = glances.get(desk) ?? new Glance(desk.shop)
  glances.set(desk, glance)
  return glance
}
