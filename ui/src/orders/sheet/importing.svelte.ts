/** A table of numbers on its way into the sheet: read, looked at, put right, and taken. */
import { app } from '../../app.svelte'
import { asAppError, host, type AppError, type ColumnChoice, type TableFrom, type ShipmentsRead } from '../../host'
import { text } from '../../text'
import { MOST_BYTES, sourceOf } from '../../tableFile'
import { allAccepted, chosen, groupsOf, plain, takenOf, type Choices } from './preview'
import { MOST_IN_SHEET } from './most'
import type { ShipSheet } from './sheet.svelte'

export class Importing {
  read = $state.raw<ShipmentsRead | null>(null)
  problem = $state.raw<AppError | null>(null)
  isBusy = $state(false)
  /** Whether the preview is in view. */
  isShown = $state(false)
  choices = $state.raw<Choices>(new Map())
  /** Why nothing came of what was just typed or pasted. */
  told = $state('')
  /** Lines that were not taken, and can be looked at (again). */
  waiting = $state(0)
  private source: TableFrom | null = null
  private turn = 0

  constructor(private readonly sheet: ShipSheet) {}

  readonly rows = $derived(this.read?.rows ?? [])
  readonly groups = $derived(groupsOf(this.rows))
  readonly taken = $derived(takenOf(this.rows, this.choices))
  /** What taking it would write: without what stands in the sheet already. */
  readonly writes = $derived(this.taken.writes.filter(({ id, number }) => this.typed(id) !== number.toUpperCase()))
  /** Numbers that were typed and would give way to the table's. */
  readonly replaced = $derived(this.writes.filter(({ id }) => this.typed(id) !== '').length)

  private typed(id: string): string {
    return this.sheet.number(id).replace(/\s/gu, '').toUpperCase()
  }

  async file(file: File): Promise<void> {
    this.isShown = true
    const turn = this.begin()
    try {
      const source = await sourceOf(file, MOST_BYTES.shipments)
      if (turn === this.turn) await this.look(source, null)
    } catch {
      if (turn === this.turn) this.fail({ code: 'invalid_input', message: text.imported.unreadable(file.name), field: 'file' })
    }
  }

  /** Writes what is plain at once, and keeps the rest to be looked at. */
  async paste(pasted: string): Promise<void> {
    this.begin()
    const isRead = await this.look({ kind: 'pasted', text: pasted }, null)
    if (!isRead) return void (this.isShown = true)
    const writes = plain(this.rows, this.sheet.isOrder).filter(({ id }) => this.sheet.takes(id))
    this.isShown = writes.length === 0
    if (!writes.length) return
    this.sheet.write(writes)
    this.waiting = this.rows.length - writes.length
    this.sheet.tell(text.sheet.matched(writes.length, this.rows.length))
  }

  /** Reads it again with the columns, or the worksheet, that the person has chosen. */
  async choose(columns: ColumnChoice): Promise<void> {
    if (this.source) await this.look(this.source, columns)
  }

  private begin(): number {
    this.read = null
    this.problem = null
    this.told = ''
    this.waiting = 0
    this.choices = new Map()
    this.isBusy = true
    return ++this.turn
  }

  private async look(source: TableFrom, columns: ColumnChoice | null): Promise<boolean> {
    const turn = ++this.turn
    this.source = source
    this.told = ''
    this.isBusy = true
    try {
      const read = await host().read_shipments({ shop: this.sheet.desk.shop, source, columns })
      if (turn !== this.turn) return false
      this.read = read
      this.problem = null
      this.choices = new Map()
      return true
    } catch (thrown) {
      if (turn === this.turn) this.fail(asAppError(thrown))
      return false
    } finally {
      if (turn === this.turn) this.isBusy = false
    }
  }

  private fail(error: AppError) {
    this.problem = error
    this.isBusy = false
  }

  /** What is typed, scanned or pasted now would go into the sheet, where nobody sees it. */
  decline() {
    this.told = text.imported.notHere
    app.announce(this.told)
  }

  accept(place: number, order: string | null) {
    this.told = ''
    this.choices = chosen(this.rows, this.choices, place, order)
  }

  acceptAll() {
    this.told = ''
    this.choices = allAccepted(this.rows, this.choices)
  }

  /** Puts the numbers into the sheet, as one step; orders that are not in it join. True when it is done. */
  async take(): Promise<boolean> {
    const { writes } = this
    if (!writes.length || this.isBusy) return false
    const joining = writes.filter(({ id }) => !this.sheet.isOrder(id)).length
    if (this.sheet.ids.length + joining > MOST_IN_SHEET) {
      this.fail({ code: 'invalid_input', message: text.imported.tooMany(MOST_IN_SHEET), field: 'file' })
      return false
    }
    this.isBusy = true
    try {
      await this.sheet.join(writes.map(({ id }) => id))
      this.sheet.write(writes)
      this.isShown = false
      this.waiting = this.rows.length - this.taken.writes.length
      this.sheet.tell(text.imported.taken(writes.length))
      return true
    } catch (thrown) {
      this.problem = asAppError(thrown)
      return false
    } finally {
      this.isBusy = false
    }
  }

  /** Back to the sheet; nothing more of the table is taken. */
  leave() {
    this.begin()
    this.isBusy = false
    this.isShown = false
  }
}
