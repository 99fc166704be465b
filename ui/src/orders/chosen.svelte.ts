/** The order in the panel of one shop's desk: its row at once, and all about it as soon as it is read. */
import { asAppError, host, type OrderDetail, type OrderRow } from '../host'

export class Chosen {
  /** By id: it stays chosen wherever its row goes. */
  id = $state<string | null>(null)
  private row = $state.raw<OrderRow | null>(null)
  private loaded = $state.raw<OrderDetail | null>(null)
  /** Why it could not be read. */
  problem = $state<string | null>(null)

  constructor(private readonly shop: number) {}

  /** The row or, where it has arrived, the detail; never of another order. */
  get head(): OrderRow | null {
    return this.detail ?? (this.row?.id === this.id ? this.row : null)
  }

  get detail(): OrderDetail | null {
    return this.loaded?.id === this.id ? this.loaded : null
  }

  take(row: OrderRow | null) {
    if (this.id === row?.id) return
    this.id = row?.id ?? null
    this.row = row
    this.problem = null
    void this.read()
  }

  async read(): Promise<void> {
    const { id } = this
    if (id === null) return
    try {
      const detail = await host().order_detail({ shop: this.shop, orderId: id })
      if (this.id !== id) return
      this.loaded = detail
      this.problem = null
    } catch (thrown) {
      if (this.id === id) this.problem = asAppError(thrown).message
    }
  }

  /** Nothing of a shop that is connected no more. */
  forget() {
    this.take(null)
    this.loaded = null
  }
}
