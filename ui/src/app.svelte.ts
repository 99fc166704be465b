/** What every screen knows: the app's state as Rust tells it, the time, and where we are. */
import { asAppError, host, type AppError, type AppState, type Changed, type Notice, type SyncView, type Table } from './host'
import { Again, Following, Gathered } from './pace'
import { text } from './text'

class App {
  state = $state<AppState | null>(null)
  /** Why the state could not be read; null when it could. */
  failure = $state<AppError | null>(null)
  /** Milliseconds, ticking once a second: for ages on the screen. */
  now = $state(Date.now())
  /** Why something asked for in passing did not work; null once it is waved away. */
  problem = $state<AppError | null>(null)
  /** The last thing that happened, for screen readers. */
  announcement = $state('')

  private readonly reading = new Again(() => this.read())
  private readonly news = new Gathered<Table>((tables) => this.hear(tables))
  private readonly following = new Following(() => this.follow())
  private listeners = new Set<(tables: Table[]) => void>()

  /** Listens to the host and the clock; the returned function stops both. */
  start(): () => void {
    return this.following.start()
  }

  private follow(): () => void {
    const stops = [
      host().onChanged(({ tables }: Changed) => this.news.add(tables)),
      host().onSync((sync) => this.hearSync(sync)),
    ]
    const tick = setInterval(() => (this.now = Date.now()), 1000)
    void this.refresh()
    return () => {
      clearInterval(tick)
      this.news.stop()
      for (const stop of stops) stop()
    }
  }

  private hear(tables: Table[]) {
    void this.refresh()
    for (const listener of this.listeners) listener(tables)
  }

  private hearSync(sync: SyncView) {
    this.now = Date.now()
    if (this.state) this.state.sync = sync
  }

  /** Calls back after a change to any of `tables`; the returned function stops it. */
  onTables(tables: Table[], callback: () => void): () => void {
    const listener = (changed: Table[]) => {
      if (changed.some((table) => tables.includes(table))) callback()
    }
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  /** Reads the state again. Many calls at once end in one reading more, never in a queue. */
  refresh(): Promise<void> {
    return this.reading.run()
  }

  /** Resolves when the state is read that was asked for, or could not be. */
  settled(): Promise<void> {
    return this.reading.settled()
  }

  private async read() {
    try {
      this.state = await host().app_state()
      this.failure = null
      this.now = Date.now()
      applyTheme(this.state.theme)
    } catch (thrown) {
      this.failure = asAppError(thrown)
    }
  }

  /** Says it once to screen readers, also when it is the same sentence as before. */
  announce(sentence: string) {
    this.announcement = this.announcement === sentence ? `${sentence}\u00a0` : sentence
  }

  /** Says something that the person should know, as a banner. */
  warn(message: string) {
    this.problem = { code: 'storage', message, field: null }
  }

  /** For what has no place of its own to fail in: a failure becomes a banner. */
  async passing(work: Promise<unknown>): Promise<void> {
    try {
      await work
      this.problem = null
    } catch (thrown) {
      this.problem = asAppError(thrown)
    }
  }

  /** Whether the shop in view asks to be connected again. */
  get needsConnect(): boolean {
    const { state } = this
    if (!state?.shop) return false
    const { id } = state.shop
    return state.sync.state === 'needs_connect' || state.notices.some((notice) => notice.action === 'connect' && this.shopOf(notice) === id)
  }

  /** The shop that a notice asks to connect; the one in view where it names none that is here. */
  shopOf({ id }: Pick<Notice, 'id'>): number | undefined {
    const number = shopNumber(id)
    return this.state?.shops.find((shop) => shop.id === number)?.id ?? this.state?.shop?.id
  }

  /** Brings another shop into view. Its data is here already: nothing waits for the network. */
  async choose(shop: number): Promise<void> {
    if (shop === this.state?.shop?.id) return
    await this.passing(host().choose_shop({ shop }).then(() => this.refresh()))
    const chosen = this.state?.shop
    if (chosen?.id === shop) this.announce(text.shops.inView(chosen.name))
  }

  async setTheme(theme: AppState['theme']): Promise<void> {
    await this.passing(host().set_theme({ theme }).then(() => this.refresh()))
  }

  /** What amounts are in that don't tell it themselves. */
  get currency(): string | null {
    return this.state?.shop?.currency ?? null
  }

  /** What sums over orders are in: as these tell, where they do. */
  get sumsCurrency(): string | null {
    return this.state?.shop?.sumsCurrency ?? null
  }
}

/** Rust calls the matters of a shop `approval`, `connection`, `runaway` or `standstill` and its number; `connection` alone is about none in particular. */
function shopNumber(notice: string): number | null {
  const found = /^(?:approval|connection|runaway|standstill) (\d+)$/.exec(notice)
  return found && Number(found[1])
}

function applyTheme(theme: AppState['theme']) {
  const root = document.documentElement
  if (theme === 'system') delete root.dataset['theme']
  else root.dataset['theme'] = theme
}

export const app = new App()
