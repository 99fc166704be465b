/** What a person can ask for: one thing with a name, whose keys, place in the palette and line in the list of keys come from here. */

/** In the order in which the palette and the list of keys show them. */
export const groups = ['go', 'orders', 'pack', 'stock', 'count', 'activity', 'search', 'shops', 'app'] as const
export type Group = (typeof groups)[number]

/** What is known of an action whether or not it can be done here. */
export type Description = {
  id: string
  name: string
  group: Group
  /** Ways to ask for it: strokes that follow each other stand apart (`g o`), keys held together have a plus (`Mod+K`). */
  keys?: readonly string[]
  /** Other words that it may be looked for by. */
  also?: string
  /** Has no line in the palette. */
  hidden?: boolean
}

/** What it does where it can be done. */
export type Deed = {
  run: () => void
  /** Why it is not possible now, as a sentence; null while it is. */
  when?: () => string | null
  /** Whether its keys are meant for it with the focus there; without this anywhere but in text and dialogs. */
  hears?: (target: EventTarget | null, key: string) => boolean
  /** Goes on for as long as its key is held. */
  repeats?: boolean
}

export type Action = Description & Deed

/** Why it can't be done now; null when it can. */
export const reasonAgainst = (action: Deed): string | null => action.when?.() ?? null
