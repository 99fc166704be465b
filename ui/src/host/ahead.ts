/** What every start asks for, on its way before the screens are read that will ask. */
import type { Host } from './host'
import type { AppState } from './types/AppState'
import type { FirstOrders } from './types/FirstOrders'

type Question = Parameters<Host['first_orders']>[0]

/**
 * Asks at once, and answers with it who asks first. An answer that something may have changed meanwhile is of no use
 * and is asked for again: what is told from then on reaches who listens before asking, as everybody does.
 */
export function askedAhead(host: Host, question: Question): Host {
  const state = new Answer(() => host.app_state())
  const orders = new Answer(() => host.first_orders(question))
  host.onChanged(() => {
    state.drop()
    orders.drop()
  })
  host.onSync(() => state.drop())
  return {
    ...host,
    app_state: (): Promise<AppState> => state.take(),
    first_orders: (asked: Question): Promise<FirstOrders | null> => (asked === question ? orders.take() : host.first_orders(asked)),
  }
}

/** The first one that is taken was on its way before. */
class Answer<T> {
  private coming: Promise<T> | null

  constructor(private readonly ask: () => Promise<T>) {
    this.coming = ask()
    // Who takes it hears of its failure.
    this.coming.catch(() => {})
  }

  take(): Promise<T> {
    const answer = this.coming ?? this.ask()
    this.drop()
    return answer
  }

  drop() {
    this.coming = null
  }
}
