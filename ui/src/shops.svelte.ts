/**
 * The shops as the screens work on them: each has a desk, a bench and a shelf of its own, made when it is
 * first looked at, so that no draft, choice or late answer of one shop can reach another.
 */
import type { ShopView } from './host'
import { forgetKept } from './kept'
import { Desk } from './orders/desk.svelte'
import { Bench } from './pack/bench.svelte'
import { Shelf } from './stock/shelf.svelte'

export class OpenShop {
  readonly id: number
  readonly desk: Desk
  readonly bench: Bench
  readonly shelf: Shelf

  constructor(view: ShopView) {
    this.id = view.id
    this.desk = new Desk(view.id)
    this.bench = new Bench(view.id)
    this.shelf = new Shelf(view.id)
    this.know(view)
  }

  /** Hears its name, at the beginning and whenever the seller gave it another. */
  know({ practice, region, name }: ShopView) {
    const known = `${practice} ${region} ${name}`
    this.desk.remember(known)
    this.bench.remember(known)
    void this.shelf.remember(known)
  }

  forget() {
    this.desk.forget()
    this.bench.forget()
    this.shelf.forget()
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
