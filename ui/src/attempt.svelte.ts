/** One thing tried at a time: whether it is under way, and why it failed. */
import { asAppError, type AppError } from './host'

export class Attempt {
  busy = $state(false)
  error = $state<AppError | null>(null)

  /** True when it worked. A second try while one is under way does nothing. */
  async run(work: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false
    this.busy = true
    this.error = null
    try {
      await work()
      return true
    } catch (thrown) {
      this.error = asAppError(thrown)
      return false
    } finally {
      this.busy = false
    }
  }
}
