/**
 * The editor: one text field that stays over the active cell and keeps the focus, so that typing,
 * input methods and the clipboard work as anywhere. It is idle until something is typed.
 */
import { Sight } from './cells'
import { written, type Reading } from './parse'
import type { Entry, How } from './sheet'
import type { Position, Shelf } from './shelf.svelte'

/** `typing`: over the cell, arrows commit. `editing`: inside the text, arrows move in it. */
export type Mode = 'idle' | 'typing' | 'editing'

type Aim = { sight: Sight; at: Position; how: How }

/** How a text gets into many cells, or into one whose row is still on its way: code that comes with the grid. */
export type FarWriting = {
  fill: (shelf: Shelf, typed: string, how: How, typedFor: Omit<Entry, 'typed'> | null) => Promise<void>
  writeAt: (shelf: Shelf, typed: string, aim: Aim) => Promise<void>
}

export class Editor {
  mode = $state<Mode>('idle')
  text = $state('')
  /**
   * The cell that the text is for, by its ids, and what stood in it when the typing began. So the
   * text can't land in another SKU when the list moves, and its base is what the person saw.
   */
  private target: Omit<Entry, 'typed'> | null = null
  /** The same before the row is here: its place in the list of that moment. */
  private aim: Aim | null = null
  farWriting: FarWriting | null = null

  constructor(private readonly shelf: Shelf) {}

  /** What stands in the field: the text being typed, or when idle the cell's number to type over. */
  get value(): string {
    if (this.mode !== 'idle') return this.text
    const folded = this.shelf.foldedAt(this.shelf.active)
    if (folded) return String(folded.levels[this.shelf.active.col] ?? '')
    const draft = this.shelf.draftAt(this.shelf.active)
    return draft?.problem ? draft.typed : String(this.shelf.shown(this.shelf.active) ?? '')
  }

  type(text: string) {
    if (this.mode === 'idle') this.begin('typing')
    if (this.mode !== 'idle') this.text = text
  }

  /** Opens what is there for editing. */
  open() {
    if (this.isOnSum) return
    const draft = this.shelf.draftAt(this.shelf.active)
    this.text = draft ? (draft.change ? written(draft.change) : draft.typed) : this.value
    this.begin('editing')
  }

  /** A folded product's cell is a sum: nothing is typed there, also where its row is still on its way. */
  get isOnSum(): boolean {
    return this.shelf.foldedRows.has(this.shelf.active.row)
  }

  private begin(mode: 'typing' | 'editing') {
    if (this.isOnSum) return
    const how = mode === 'editing' ? 'over' : 'onto'
    this.target = this.shelf.entry(this.shelf.active, '', how)
    this.aim = { sight: new Sight(this.shelf), at: this.shelf.active, how }
    this.mode = mode
  }

  /** What the text means so far. */
  get preview(): Reading | null {
    if (this.mode === 'idle' || !this.target) return null
    return this.shelf.sheet.preview({ ...this.target, typed: this.text })
  }

  /** Takes the text into the cell, or into the whole range. */
  commit(everywhere = false) {
    const { shelf, text, target, aim } = this
    if (aim && everywhere) void this.farWriting?.fill(shelf, text, aim.how, target)
    else if (target) shelf.sheet.write([{ ...target, typed: text }])
    else if (aim) void this.farWriting?.writeAt(shelf, text, aim)
    this.cancel()
  }

  cancel() {
    this.mode = 'idle'
    this.text = ''
    this.target = null
    this.aim = null
  }
}
