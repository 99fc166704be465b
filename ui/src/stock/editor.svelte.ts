/**
 * The editor: one text field that stays over the active cell and keeps the focus, so that typing,
 * input methods and the clipboard work as anywhere. It is idle until something is typed.
 */
import { fill } from './fill'
import { written, type Reading } from './parse'
import type { Entry } from './sheet'
import type { Shelf } from './shelf.svelte'

/** `typing`: over the cell, arrows commit. `editing`: inside the text, arrows move in it. */
export type Mode = 'idle' | 'typing' | 'editing'

export class Editor {
  mode = $state<Mode>('idle')
  text = $state('')
  /**
   * The cell that the text is for, by its ids, and what stood in it when the typing began. So the
   * text can't land in another SKU when the list moves, and its base is what the person saw.
   */
  private target: Omit<Entry, 'typed'> | null = null

  constructor(private readonly shelf: Shelf) {}

  /** What stands in the field: the text being typed, or when idle the cell's number to type over. */
  get value(): string {
    if (this.mode !== 'idle') return this.text
    const draft = this.shelf.draftAt(this.shelf.active)
    return draft?.problem ? draft.typed : String(this.shelf.shown(this.shelf.active) ?? '')
  }

  type(text: string) {
    if (this.mode === 'idle') this.begin('typing')
    this.text = text
  }

  /** Opens what is there for editing. */
  open() {
    const draft = this.shelf.draftAt(this.shelf.active)
    this.text = draft ? (draft.change ? written(draft.change) : draft.typed) : this.value
    this.begin('editing')
  }

  private begin(mode: 'typing' | 'editing') {
    this.target = this.shelf.entry(this.shelf.active, '', mode === 'editing' ? 'over' : 'onto')
    this.mode = mode
  }

  /** What the text means so far. */
  get preview(): Reading | null {
    if (this.mode === 'idle' || !this.target) return null
    return this.shelf.sheet.preview({ ...this.target, typed: this.text })
  }

  /** Takes the text into the cell, or into the whole range. */
  commit(everywhere = false) {
    if (this.target && everywhere) void fill(this.shelf, this.text, this.target)
    else if (this.target) this.shelf.sheet.write([{ ...this.target, typed: this.text }])
    this.cancel()
  }

  cancel() {
    this.mode = 'idle'
    this.text = ''
    this.target = null
  }
}
