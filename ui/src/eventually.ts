/** For tests of screens: waits as long as a busy computer needs. A defect fails all the same, only later. */
import { vi } from 'vitest'

export const eventually = <T>(look: () => T): Promise<Awaited<T>> => vi.waitFor(look, { timeout: 20_000 }) as Promise<Awaited<T>>

/** jsdom knows the dialog element, but not how to show it, nor where the focus goes then. */
export function teachDialogs() {
  HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
    this.open = true
    const within = this.querySelector<HTMLElement>('[autofocus]') ?? this.querySelector<HTMLElement>('button, input, [tabindex="0"]')
    within?.focus()
  }
  HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
    this.open = false
  }
}

/** jsdom lays nothing out, so nothing there ever changes its size. */
class StillObserver implements ResizeObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}

export function teachSizes() {
  vi.stubGlobal('ResizeObserver', StillObserver)
}
