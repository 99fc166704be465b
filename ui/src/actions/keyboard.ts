/** Leads keys to actions. Keys typed into text stay text, and a key that may begin a chord is never kept from the page. */
import type { Action } from './action'
import type { Registry } from './registry'
import { composes, isModifier, strokeOf } from './stroke'

/** How long a chord waits for its second key, in milliseconds. */
const PATIENCE = 1500

/** `now` tells milliseconds that only grow; `refused` is told why an action that was asked for is not possible. */
export type Around = { mac: boolean; now: () => number; refused: (reason: string) => void }

/** Whether keys are text here, or a dialog's own. */
export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return inDialog(target) || target.matches('input:not([type=radio], [type=checkbox]), textarea, select')
}

const inDialog = (target: EventTarget | null) => target instanceof Element && target.closest('dialog') !== null

/** For keys that are no text in a field either. A dialog keeps all of its keys. */
export const evenInText = (target: EventTarget | null) => !inDialog(target)

const hears = (action: Action, event: KeyboardEvent) => action.hears?.(event.target, event.key) ?? !takesText(event.target)

export class Keyboard {
  private begun: { stroke: string; at: number } | null = null

  constructor(
    private readonly registry: Pick<Registry, 'all' | 'run'>,
    private readonly around: Around,
  ) {}

  press(event: KeyboardEvent) {
    if (isModifier(event)) return
    const first = this.takeBegun()
    if (event.defaultPrevented || composes(event)) return
    const stroke = strokeOf(event, this.around.mac)
    if (stroke === null) return
    const heard = this.registry.all().filter((action) => hears(action, event))
    const meant = (first && asking(heard, `${first} ${stroke}`)) || asking(heard, stroke)
    if (meant) this.perform(meant, event)
    else if (begins(heard, stroke)) this.begun = { stroke, at: this.around.now() }
  }

  private takeBegun(): string | null {
    const { begun } = this
    this.begun = null
    return begun && this.around.now() - begun.at <= PATIENCE ? begun.stroke : null
  }

  private perform(action: Action, event: KeyboardEvent) {
    event.preventDefault()
    if (event.repeat && !action.repeats) return
    const reason = this.registry.run(action)
    if (reason !== null) this.around.refused(reason)
  }
}

const asking = (heard: Action[], way: string) => heard.find(({ keys }) => keys?.includes(way))
const begins = (heard: Action[], stroke: string) => heard.some(({ keys }) => keys?.some((way) => way.startsWith(`${stroke} `)))
