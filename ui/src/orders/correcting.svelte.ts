/** The tracking number that is being put right: one at a time, from the panel or by its name. What was typed stays for another try. */
import { SvelteMap } from 'svelte/reactivity'

class Correcting {
  order = $state<string | null>(null)
  private readonly typed = new SvelteMap<string, string>()

  begin(order: string) {
    this.order = order
  }

  end() {
    this.order = null
  }

  of(order: string): string {
    return this.typed.get(order) ?? ''
  }

  type(order: string, number: string) {
    this.typed.set(order, number)
  }
}

export const correcting = new Correcting()
