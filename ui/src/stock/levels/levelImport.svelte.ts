/** A table of levels on its way into the grid: read, looked at, put right, and taken. Rust keeps it; here is what is shown of it. */
import { app } from '../../app.svelte'
import { asAppError, host, type AppError, type Exported, type LevelLine, type LevelRole, type LevelsRead, type LevelVerdict, type TableFrom } from '../../host'
import { Pages } from '../../list/pages'
import { MOST_BYTES, sourceOf } from '../../tableFile'
import { text } from '../../text'
import type { Shelf } from '../shelf.svelte'
import { levelText } from './levelText'
import { chosen } from './roles'

/** Verdicts of lines that need nothing more. */
const settled: ReadonlySet<LevelVerdict> = new Set(['ready', 'guess', 'same', 'repeated'])

export class LevelImport {
  read = $state.raw<LevelsRead | null>(null)
  problem = $state.raw<AppError | null>(null)
  /** What is under way. */
  busy = $state<'reading' | 'taking' | null>(null)
  /** The verdict whose lines are looked at, where it was chosen. */
  wanted = $state<LevelVerdict | null>(null)
  /** Lines whose guess was accepted; null: all of them. */
  accepted = $state.raw<ReadonlySet<number> | null>(new Set())
  /** How many changes stand in the grid, once it was taken. */
  taken = $state<number | null>(null)
  /** The file of what was not taken. */
  leftFile = $state.raw<Exported | null>(null)
  private version = $state(0)
  private pages: Pages<LevelLine> | null = null
  private source: TableFrom | null = null
  private turn = 0

  constructor(private readonly shelf: Shelf) {}

  readonly group = $derived(this.read?.groups.find(({ verdict }) => verdict === this.wanted) ?? this.read?.groups.at(-1) ?? null)
  readonly guesses = $derived(this.linesOf('guess'))
  /** How many lines would go into the grid. */
  readonly takes = $derived(this.linesOf('ready') + (this.accepted?.size ?? this.guesses))
  /** How many lines neither go in nor need to. */
  readonly left = $derived((this.read?.groups ?? []).reduce((sum, { verdict, lines }) => sum + (settled.has(verdict) ? 0 : lines), this.guesses - (this.accepted?.size ?? this.guesses)))

  private linesOf(wanted: LevelVerdict): number {
    return this.read?.groups.find(({ verdict }) => verdict === wanted)?.lines ?? 0
  }

  async file(file: File) {
    const turn = this.begin()
    try {
      const source = await sourceOf(file, MOST_BYTES.levels)
      if (turn === this.turn) await this.open(source, null)
    } catch {
      if (turn === this.turn) this.fail({ code: 'invalid_input', message: text.imported.unreadable(file.name), field: 'file' })
    }
  }

  /** Reads another worksheet of the same file. */
  async sheet(sheet: number) {
    if (this.source) await this.open(this.source, sheet)
  }

  private async open(source: TableFrom, sheet: number | null) {
    this.source = source
    await this.look(() => host().read_levels({ shop: this.shelf.shop, source, sheet }))
  }

  /** Takes a column for something else. */
  async choose(column: number, role: LevelRole) {
    const { read } = this
    if (read) await this.look(() => host().choose_level_columns({ import: read.import, roles: chosen(read.roles, column, role) }))
  }

  private begin(): number {
    this.close()
    this.problem = null
    this.taken = null
    this.busy = 'reading'
    return ++this.turn
  }

  private async look(ask: () => Promise<LevelsRead>) {
    const turn = ++this.turn
    this.busy = 'reading'
    try {
      const read = await ask()
      if (turn !== this.turn) return void host().close_levels({ import: read.import })
      this.show(read)
    } catch (thrown) {
      if (turn === this.turn) this.fail(asAppError(thrown))
    }
  }

  private show(read: LevelsRead) {
    this.read = read
    this.problem = null
    this.busy = null
    this.accepted = new Set()
    this.leftFile = null
    this.restart()
  }

  private fail(error: AppError) {
    this.problem = error
    this.busy = null
  }

  // --- lines

  lookAt(verdict: LevelVerdict) {
    this.wanted = verdict
    this.restart()
  }

  private restart() {
    const { read, group } = this
    const of = read && group ? { import: read.import, verdict: group.verdict } : null
    this.pages = of && new Pages((from, count) => host().level_lines({ ...of, from, count }), () => (this.version += 1), (thrown) => (this.problem = asAppError(thrown)))
    this.version += 1
  }

  want(first: number, last: number): Promise<void> | undefined {
    return this.pages?.want(first, last)
  }

  line(index: number): LevelLine | undefined {
    void this.version
    return this.pages?.at(index)
  }

  isAccepted({ line }: LevelLine): boolean {
    return this.accepted?.has(line) ?? true
  }

  accept({ line }: LevelLine) {
    const accepted = new Set(this.accepted)
    if (!accepted.delete(line)) accepted.add(line)
    this.accepted = accepted
  }

  acceptAll() {
    this.accepted = this.accepted === null ? new Set() : null
  }

  // --- taking

  /** Puts the changes into the grid, as one step. */
  async take() {
    const { read } = this
    if (!read || !this.takes || this.busy || this.taken !== null) return
    this.busy = 'taking'
    try {
      const of = { import: read.import }
      this.taken = await this.shelf.takeIn(
        () => host().take_levels({ ...of, guesses: this.acceptedLines }),
        (from, count) => host().taken_levels({ ...of, from, count }),
      )
      this.problem = null
      app.announce(levelText.import.taken(this.taken))
    } catch (thrown) {
      this.problem = asAppError(thrown)
    } finally {
      this.busy = null
    }
  }

  /** Writes what is not taken into a file. */
  async writeLeft() {
    const { read } = this
    if (!read || this.busy) return
    try {
      this.leftFile = await host().export_left_levels({ import: read.import, guesses: this.acceptedLines })
      app.announce(levelText.import.leftWritten(this.leftFile.rows))
    } catch (thrown) {
      this.problem = asAppError(thrown)
    }
  }

  private get acceptedLines(): number[] | null {
    return this.accepted && [...this.accepted]
  }

  /** Nothing more is looked at of it, so that Rust need not keep it. */
  close() {
    this.turn += 1
    const { read } = this
    this.read = null
    this.pages = null
    if (read) void host().close_levels({ import: read.import }).catch(() => {})
  }
}
