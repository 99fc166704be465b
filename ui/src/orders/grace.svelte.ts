/**
 * The few seconds in which a shipment can still be taken back: saved here, and not yet on its way.
 * After that it can't be, so nothing here ever calls it undone before Rust says so.
 */
import { app } from '../app.svelte'
import { asAppError, host } from '../host'
import { text } from '../text'

export type Shipment = { batch: string; orders: string[]; leavesAt: string }

class Grace {
  private saved = $state.raw<Shipment[]>([])
  /** Why the last one could not be taken back. */
  problem = $state<string | null>(null)
  private leaving = false

  /** Those that have not left by now, the latest last. */
  get waiting(): Shipment[] {
    return this.saved.filter(({ leavesAt }) => Date.parse(leavesAt) > app.now)
  }

  /** What one press saved; without a batch or a time there is nothing to take back. */
  offer(batch: string | null, orders: string[], leavesAt: string | null) {
    if (!batch || !leavesAt || !orders.length) return
    this.problem = null
    this.saved = [...this.waiting, { batch, orders, leavesAt }]
  }

  /** Takes the latest back; its orders, where nothing of it had left. */
  async takeBack(): Promise<string[]> {
    const latest = this.waiting.at(-1)
    if (!latest || this.leaving) return []
    this.leaving = true
    try {
      await host().drop_batch({ batch: latest.batch })
      this.saved = this.saved.filter(({ batch }) => batch !== latest.batch)
      app.announce(text.grace.takenBack(latest.orders.length))
      return latest.orders
    } catch (thrown) {
      const { code, message } = asAppError(thrown)
      this.problem = code === 'not_found' ? text.grace.tooLate : message
      return []
    } finally {
      this.leaving = false
    }
  }

  forget() {
    this.saved = []
    this.problem = null
  }
}

export const grace = new Grace()
