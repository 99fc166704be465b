/** Making papers of orders: the press, the question before a second one, and what is not on them. */
import { app } from '../app.svelte'
import { asAppError, host, type Paper, type PrintsMade } from '../host'
import { text } from '../text'

/** More orders than this are refused as one paper; Rust has the limit. */
export const MOST_ON_PAPER = 2_000

type Job = { shop: number; paper: Paper; orders: string[] }

/** `asks`: nothing was made yet. `tells`: made, or not, with something that the person should know. */
export type Step = Job & { kind: 'asks' | 'tells'; made: PrintsMade }

/** The orders of which there is no such paper yet, and that can have one. */
export function others({ orders, made }: Pick<Step, 'orders' | 'made'>): string[] {
  const not = new Set([...made.before, ...made.leftOut].map(({ orderId }) => orderId))
  return orders.filter((id) => !not.has(id))
}

class Printing {
  busy = $state(false)
  step = $state.raw<Step | null>(null)
  /** Why the last press made nothing, while its question is still open. */
  problem = $state<string | null>(null)

  /** Why nothing can be printed of so many orders now; null where it can. */
  whyNot(orders: number): string | null {
    if (this.busy) return text.print.busy
    return orders > MOST_ON_PAPER ? text.print.tooMany(MOST_ON_PAPER) : null
  }

  async print(job: Job, again = false): Promise<void> {
    if (this.busy) return
    this.busy = true
    this.problem = null
    try {
      const { shop, paper, orders: orderIds } = job
      this.take(job, await host().print_orders({ shop, orderIds, paper, again }))
    } catch (thrown) {
      if (this.step) this.problem = asAppError(thrown).message
      else app.problem = asAppError(thrown)
    } finally {
      this.busy = false
    }
  }

  private take(job: Job, made: PrintsMade) {
    const isAsking = made.before.length > 0
    const isPlain = made.orders > 0 && !made.leftOut.length && !made.boxed.length
    this.step = isPlain ? null : { ...job, made, kind: isAsking ? 'asks' : 'tells' }
    if (made.orders) app.announce(text.print.made(job.paper, made))
  }

  close() {
    this.step = null
    this.problem = null
  }
}

export const printing = new Printing()
