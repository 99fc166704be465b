/**
 * The shops as the screens work on them: each has a desk, a bench and a shelf of its own, made when it is
 * first looked at, so that no draft, choice or late answer of one shop can reach another.
 */
import type { ShopView } from './host'
import { forgetKept } from './kept'
import { soon } from './later'
import { Desk } from './orders/desk.svelte'
import type { Bench } from './pack/bench.svelte'
import type { Shelf } from './stock/shelf.svelte'

const rooms = soon(() => import('./rooms'))

export class OpenShop {
  readonly id: number
  readonly desk: Desk
  /** These two are here once their code is, which the orders' first picture does without: see `furnish`. */
  bench = $state.raw<Bench | null>(null)
  shelf = $state.raw<Shelf | null>(null)
  private known = ''

  constructor(view: ShopView) {
    this.id = view.id
    this.desk = new Desk(view.id)
    this.know(view)
  }

  /** Makes what stands on the other screens, where it isn't there yet. */
  async furnish(): Promise<{ bench: Bench; shelf: Shelf }> {
    const { Bench, Shelf } = await rooms()
    const made = this.bench === null
    const [bench, shelf] = [(this.bench ??= new Bench(this.id)), (this.shelf ??= new Shelf(this.id))]
    if (made) this.tell()
    return { bench, shelf }
  }

  /** Hears its name, at the beginning and whenever the seller gave it another. */
  know({ practice, region, name }: ShopView) {
    this.known = `${practice} ${region} ${name}`
    this.desk.remember(this.known)
    this.tell()
  }

  private tell() {
    this.bench?.remember(this.known)
    void this.shelf?.remember(this.known)
  }

  forget() {
    this.desk.forget()
    this.bench?.forget()
    this.shelf?.forget()
  }
}

const opened = new Map<number, OpenShop>()

/** The shop as it was left, or as it was kept when the app ended. */
export function openShop(view: ShopView): OpenShop {
  const there = opened.get(view.id) ?? new OpenShop(view)
  opened.set(view.id, there)
  return there
}

/** Forgets what was typed for a shop that is connected no more; without a number, for every shop. */
export function letGo(id?: number) {
  for (const shop of [...opened.values()].filter((one) => id === undefined || one.id === id)) {
    shop.forget()
    opened.delete(shop.id)
  }
  forgetKept(id)
}
