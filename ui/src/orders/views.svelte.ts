/** The filters that a seller named. An edit of one stays with it until it is saved or taken back. */
import { app } from '../app.svelte'
import { asAppError, host, type AppError, type OrderFilter, type SavedView } from '../host'
import { isSameFilter } from './chips'
import { text } from '../text'

export class SavedViews {
  all = $state.raw<SavedView[]>([])
  /** The one that is looked at, by name. */
  name = $state<string | null>(null)
  private readonly drafts = new Map<string, OrderFilter>()

  constructor(private readonly shop: number) {}

  get chosen(): SavedView | null {
    return this.all.find(({ name }) => name === this.name) ?? null
  }

  isEdited(query: OrderFilter): boolean {
    return this.chosen !== null && !isSameFilter(this.chosen.filter, query)
  }

  /** What a view shows: as it was saved, or as it was left. */
  enter(view: SavedView): OrderFilter {
    this.name = view.name
    return this.drafts.get(view.name) ?? view.filter
  }

  leave(query: OrderFilter) {
    if (this.name === null) return
    if (this.isEdited(query)) this.drafts.set(this.name, query)
    else this.drafts.delete(this.name)
    this.name = null
  }

  /** Takes the edit back. */
  reset(): OrderFilter | null {
    if (this.name !== null) this.drafts.delete(this.name)
    return this.chosen?.filter ?? null
  }

  private async read(): Promise<void> {
    this.all = await host().saved_views({ shop: this.shop })
  }

  /** Reads them again after a change, and says where that fails. */
  async refresh(): Promise<void> {
    try {
      await this.read()
    } catch (thrown) {
      app.problem = asAppError(thrown)
    }
  }

  /** Keeps a filter under a new name and goes there. Tells why not. */
  add(name: string, filter: OrderFilter): Promise<AppError | null> {
    return this.attempt(name, async () => {
      await host().save_view({ shop: this.shop, view: { name, filter } })
      this.name = name
    })
  }

  /** Keeps the edit of the chosen one. */
  async save(filter: OrderFilter): Promise<AppError | null> {
    const { name } = this
    if (name === null) return null
    this.drafts.delete(name)
    return this.trying(() => host().save_view({ shop: this.shop, view: { name, filter } }))
  }

  /** The new name is kept before the old one goes: nothing is lost in between. */
  rename(to: string): Promise<AppError | null> {
    const before = this.chosen
    if (!before || before.name === to) return Promise.resolve(null)
    return this.attempt(to, async () => {
      await host().save_view({ shop: this.shop, view: { name: to, filter: before.filter } })
      await host().remove_view({ shop: this.shop, name: before.name })
      this.drafts.delete(before.name)
      this.name = to
    })
  }

  remove(): Promise<AppError | null> {
    const { name } = this
    if (name === null) return Promise.resolve(null)
    this.drafts.delete(name)
    this.name = null
    return this.trying(() => host().remove_view({ shop: this.shop, name }))
  }

  forget() {
    this.all = []
    this.name = null
    this.drafts.clear()
  }

  private attempt(name: string, work: () => Promise<void>): Promise<AppError | null> {
    const isTaken = this.all.some((view) => view.name === name)
    if (isTaken) return Promise.resolve({ code: 'invalid_input', message: text.views.taken(name), field: 'name' })
    return this.trying(work)
  }

  private async trying(work: () => Promise<void>): Promise<AppError | null> {
    try {
      await work()
      await this.read()
      return null
    } catch (thrown) {
      return asAppError(thrown)
    }
  }
}
