/**
 * A host without Rust, network or disk: for tests of the screens and for `npm run dev`.
 * It keeps the boundary's promises (a queued order looks queued until the shop has it), and
 * nothing moves in it but by `step`, so tests decide when time passes.
 */
import type { Host } from '../host'
import type { ConnectForm } from '../types/ConnectForm'
import type { Theme } from '../types/Theme'
import type { WebhookChoice } from '../types/WebhookChoice'
import { waiting } from './desk'
import { CountCommands } from './countCommands'
import { invented, recoveryCode, restingSync, settingsOf } from './settings'
import { refusal, type MemoryShop } from './shop'
import type { Arg } from './world'

export type { Scenario } from './world'

export class MemoryHost extends CountCommands implements Host {
  // --- the app

  async app_state() {
    const { now, approved } = this.scenario
    const viewed = this.viewed
    const shops = this.shops.map((shop) => {
      const { refused, conflict, held } = shop.counts()
      const { state, problem, lastOkAt } = shop.sync
      const { id, name, region, practice } = shop.view
      return { id, name, region, practice, approved, state, problem, lastOkAt, toShip: waiting(shop).toShip, attention: refused + conflict + held }
    })
    const outbox = viewed?.counts() ?? { queued: 0, sending: 0, checking: 0, refused: 0, conflict: 0, held: 0 }
    return structuredClone({ ...this.state, shop: viewed?.view ?? null, shops, sync: viewed?.sync ?? restingSync(now()), outbox })
  }

  async open_again() {
    this.journal.push('open_again')
  }

  async open_with_code({ code }: Arg<'open_with_code'>) {
    if (code.replace(/[^a-z0-9]/gi, '').toUpperCase() !== recoveryCode.replace(/-/g, '')) {
      throw refusal('invalid_input', 'There is a typo in group 3: compare it with what you wrote down.', 'code')
    }
    this.unlocked()
  }

  async set_cache_aside() {
    this.journal.push('set_cache_aside')
    this.shops = []
    this.unlocked()
  }

  private unlocked() {
    Object.assign(this.state, { phase: this.shops.length ? 'ready' : 'connect', sealed: null })
  }

  async recovery_code() {
    this.journal.push('recovery_code')
    return { code: recoveryCode }
  }

  async choose_shop({ shop }: Arg<'choose_shop'>) {
    this.journal.push(`choose_shop ${shop}`)
    this.inView = this.at(shop).view.id
    this.changed('shop', 'orders', 'stock', 'outbox')
  }

  async connect_start({ form }: { form: ConnectForm }) {
    this.journal.push('connect_start')
    this.check(form)
    return this.begin()
  }

  private check(form: ConnectForm) {
    if (!form.appKey.trim()) throw refusal('invalid_input', 'The app key is empty. Copy it from your app’s page in the developer portal.', 'app_key')
    if (!form.appSecret.trim()) throw refusal('invalid_input', 'The app secret is empty. Copy it from your app’s page in the developer portal.', 'app_secret')
  }

  private begin() {
    const connecting = {
      authorizeUrl: 'https://auth.tiktok-shops.com/oauth/authorize?client_id=29a39d4c7e&state=3f9c',
      opened: true,
      expiresAt: new Date(this.scenario.now() + 600_000).toISOString(),
    }
    this.state.connecting = connecting
    this.changed('shop')
    return connecting
  }

  async connect_paste({ address }: { address: string }) {
    if (!address.startsWith('tiktokflow://')) {
      throw refusal('invalid_input', 'This address is not the one the browser was sent to. It starts with tiktokflow://oauth/callback.', 'address')
    }
    // A shop that waits for it is connected again; otherwise the browser brought another one.
    const asks = this.state.notices.some(({ action }) => action === 'connect')
    const known = this.approved !== null ? this.at(this.approved) : asks ? this.viewed : undefined
    this.enter(known ?? this.add(this.shops.length ? `Shop ${this.nextShop}` : 'Linh Kay Studio', false))
  }

  async connect_cancel() {
    this.state.connecting = null
    this.changed('shop')
  }

  async approve_again({ shop }: Arg<'approve_again'>) {
    this.journal.push(`approve_again ${shop}`)
    return this.begin()
  }

  async offer_shops() {
    this.journal.push('offer_shops')
    if (!this.scenario.offered) throw refusal('not_found', 'Every shop that was approved is here already.')
    this.state.offered = this.scenario.offered
    this.changed('shop')
  }

  async add_shops({ picked }: Arg<'add_shops'>) {
    this.journal.push(`add_shops ${picked.join(' ')}`)
    if (!picked.length) throw refusal('invalid_input', 'Choose a shop, or leave them for later.', 'shops')
    const added = picked.map((place) => this.add(this.state.offered?.[place]?.name ?? '', false))
    this.state.offered = null
    this.enter(added[0]!)
  }

  async leave_shops() {
    this.journal.push('leave_shops')
    this.state.offered = null
    this.changed('shop')
  }

  async accept_sign_in({ shop }: Arg<'accept_sign_in'>) {
    this.journal.push(`accept_sign_in ${shop}`)
    this.takeUnbidden()
  }

  async accept_sign_in_with({ form }: Arg<'accept_sign_in_with'>) {
    this.journal.push('accept_sign_in_with')
    this.check(form)
    this.takeUnbidden()
  }

  async decline_sign_in() {
    this.journal.push('decline_sign_in')
    this.state.unbidden = null
    this.changed('shop')
  }

  private takeUnbidden() {
    this.state.unbidden = null
    this.enter(this.add(`Shop ${this.nextShop}`, false))
  }

  async practice_start() {
    this.journal.push('practice_start')
    this.enter(this.shops.find(({ view }) => view.practice) ?? this.add('Practice shop', true))
  }

  private enter(shop: MemoryShop) {
    this.inView = shop.view.id
    const notices = this.state.notices.filter(({ action }) => action !== 'connect')
    Object.assign(this.state, { phase: 'ready', connecting: null, notices })
    // Its engine begins anew, and has read nothing yet.
    this.say({ state: 'pulling', lastOkAt: null })
    this.changed('shop', 'orders', 'stock', 'outbox')
  }

  async requests() {
    return structuredClone(this.scenario.requests)
  }

  async sync_now() {
    this.journal.push('sync_now')
    this.say({ lastOkAt: new Date(this.scenario.now()).toISOString(), nextAt: new Date(this.scenario.now() + 20_000).toISOString() })
  }

  // --- settings

  async settings() {
    const { keychain, theme, version } = this.state
    const viewed = this.viewed
    const view = settingsOf(viewed?.view ?? null, viewed?.sync ?? restingSync(this.scenario.now()), this.webhooks, { keychain, cache: this.scenario.cache, theme, version }, viewed?.handling ?? { days: 2, working: [true, true, true, true, true, false, false] }, viewed?.sender ?? '', this.scenario.now())
    return { ...view, buyersKept: viewed?.buyersKept ?? null, labelSheet: viewed?.labelSheet ?? null }
  }

  async set_theme({ theme }: { theme: Theme }) {
    this.state.theme = theme
    this.changed('shop')
  }

  async set_usual_carrier() {
    this.journal.push('set_usual_carrier')
  }

  async set_currency({ shop: id, currency }: Arg<'set_currency'>) {
    const shop = this.at(id)
    shop.view = { ...shop.view, currency, sumsCurrency: currency }
    this.changed('shop', 'orders')
  }

  async set_sender({ shop, sender }: Arg<'set_sender'>) {
    this.at(shop).sender = sender
    this.changed('shop')
  }

  async set_handling({ shop, rule }: Arg<'set_handling'>) {
    this.journal.push(`set_handling ${rule.days}`)
    this.at(shop).handling = rule
    this.changed('shop', 'orders')
  }

  async set_buyers_kept({ shop, days }: Arg<'set_buyers_kept'>) {
    this.journal.push(`set_buyers_kept ${days}`)
    this.at(shop).buyersKept = days
    this.changed('shop')
  }

  async set_label_sheet({ shop, sheet }: Arg<'set_label_sheet'>) {
    this.journal.push(`set_label_sheet ${sheet}`)
    this.at(shop).labelSheet = sheet
    this.changed('shop')
  }

  async set_webhooks({ choice }: { choice: WebhookChoice }) {
    this.journal.push(`set_webhooks ${JSON.stringify(choice)}`)
    this.webhooks = choice
    this.changed('shop')
  }

  async set_aside_record(_: Arg<'set_aside_record'>) {
    return invented
  }

  async save_diagnostics() {
    return { path: '~/.local/share/app.tiktokflow.desktop/logs/tiktokflow-diagnostics.txt' }
  }

  async disconnect({ shop: id }: { shop: number }) {
    this.journal.push(`disconnect ${id}`)
    this.shops = this.shops.filter(({ view }) => view.id !== this.at(id).view.id)
    if (this.inView === id) this.inView = this.shops[0]?.view.id ?? 0
    if (!this.shops.length) this.state.phase = 'connect'
    this.changed('shop')
  }

  async reset_everything() {
    this.shops = []
    this.state.phase = 'connect'
    this.changed('shop')
  }

  async dismiss_notice({ id }: { id: string }) {
    this.state.notices = this.state.notices.filter((notice) => notice.id !== id)
    this.changed('notices')
  }

  async open_exports() {
    this.journal.push('open_exports')
  }

  async open_data_folder() {
    this.journal.push('open_data_folder')
  }

  async open_log_folder() {
    this.journal.push('open_log_folder')
  }
}
