/** How often the screens read again while the engine tells of one change after the other. */

/** Between two readings after changes, in milliseconds: four a second follow any eye. */
export const GAP = 250

/** Hands on what comes: at once after a rest, and otherwise together, once per gap. */
export class Gathered<T> {
  private waiting = new Set<T>()
  private timer: ReturnType<typeof setTimeout> | null = null

  constructor(
    private readonly hand: (gathered: T[]) => void,
    private readonly gap = GAP,
  ) {}

  add(things: T[]) {
    for (const thing of things) this.waiting.add(thing)
    if (this.timer === null) this.flush()
  }

  private flush() {
    this.timer = null
    if (!this.waiting.size) return
    this.timer = setTimeout(() => this.flush(), this.gap)
    const gathered = [...this.waiting]
    this.waiting.clear()
    this.hand(gathered)
  }

  stop() {
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = null
    this.waiting.clear()
  }
}

/** Resolves when the next frame begins: what is changed then is in its picture. */
export const frame = () => new Promise<void>((begun) => requestAnimationFrame(() => begun()))

/** Resolves when the frame after the next one begins: what came before is on the screen then. */
export const painted = () => frame().then(frame)

/** Milliseconds. Frames come sooner where anything is painted; in a window that nobody sees none comes. */
const UNSEEN = 50

/** Resolves when what came before is on the screen; where nothing is painted, soon. For work that the picture must not wait for. */
export const pictured = () => Promise.race([painted(), new Promise<void>((over) => setTimeout(over, UNSEEN))])

/** Runs a work that never fails: never twice at once, and however often it is asked for meanwhile once more. */
export class Again {
  private running: Promise<void> | null = null
  private next: Promise<void> | null = null

  constructor(private readonly work: () => Promise<void>) {}

  /** Resolves when a run that began after this call is over, so that it has seen what came before. */
  run(): Promise<void> {
    if (this.next) return this.next
    if (!this.running) return this.begin()
    this.next = this.running.then(() => {
      this.next = null
      return this.begin()
    })
    return this.next
  }

  /** Resolves when nothing is under way that was asked for before. */
  async settled(): Promise<void> {
    while (this.running) await (this.next ?? this.running)
  }

  private begin(): Promise<void> {
    this.running = this.work().finally(() => (this.running = null))
    return this.running
  }
}

/** Something that is followed from its first start to its stop, however often it is started meanwhile. */
export class Following {
  private end: (() => void) | null = null

  constructor(private readonly begin: () => () => void) {}

  /** The returned function stops it. */
  start(): () => void {
    this.end ??= this.begin()
    return () => {
      this.end?.()
      this.end = null
    }
  }
}
