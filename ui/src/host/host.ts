/** The only door to Rust: one function per command, and the two events it sends. */
import type { ActivityFilter } from './types/ActivityFilter'
import type { AppState } from './types/AppState'
import type { ConnectForm } from './types/ConnectForm'
import type { OrderDetail } from './types/OrderDetail'
import type { OrderFilter } from './types/OrderFilter'
import type { OrderList } from './types/OrderList'
import type { OrderRow } from './types/OrderRow'
import type { OutboxItem } from './types/OutboxItem'
import type { PendingConnect } from './types/PendingConnect'
import type { SaveResult } from './types/SaveResult'
import type { SettingsView } from './types/SettingsView'
import type { StockEdit } from './types/StockEdit'
import type { StockFilter } from './types/StockFilter'
import type { StockList } from './types/StockList'
import type { StockRow } from './types/StockRow'
import type { SyncView } from './types/SyncView'
import type { Theme } from './types/Theme'

/** A window of a list that was opened before: `count` rows from position `from` of `view`. */
export type Window = { view: number; from: number; count: number }

/** What may have changed in the store; the screens read again what they show of it. */
export type Table = 'orders' | 'stock' | 'outbox' | 'shop' | 'notices'
export type Changed = { tables: Table[] }

/** Arguments and answer of each command, by the name that Rust knows it by. */
export type Commands = {
  app_state: [void, AppState]
  connect_start: [{ form: ConnectForm }, PendingConnect]
  connect_paste: [{ address: string }, void]
  connect_cancel: [void, void]
  practice_start: [void, void]
  open_orders: [{ filter: OrderFilter }, OrderList]
  order_rows: [Window, OrderRow[]]
  order_detail: [{ orderId: string }, OrderDetail]
  ship_order: [{ orderId: string; trackingNumber: string }, OutboxItem]
  open_stock: [{ filter: StockFilter }, StockList]
  stock_rows: [Window, StockRow[]]
  save_stock: [{ edits: StockEdit[] }, SaveResult]
  activity: [{ filter: ActivityFilter }, OutboxItem[]]
  retry: [{ id: string }, void]
  discard: [{ id: string }, void]
  resolve_conflict: [{ id: string; keep: 'mine' | 'shop' }, void]
  sync_now: [void, void]
  settings: [void, SettingsView]
  set_theme: [{ theme: Theme }, void]
  set_currency: [{ currency: string | null }, void]
  disconnect: [void, void]
  reset_everything: [void, void]
  dismiss_notice: [{ id: string }, void]
  open_data_folder: [void, void]
}

export type CommandName = keyof Commands
type Args<C extends CommandName> = Commands[C][0] extends void ? [] : [Commands[C][0]]

/** Every command as a function of its own name. Each rejects with an `AppError`. */
export type Host = {
  [C in CommandName]: (...args: Args<C>) => Promise<Commands[C][1]>
} & {
  onChanged(hear: (changed: Changed) => void): () => void
  onSync(hear: (sync: SyncView) => void): () => void
}

/** The names, as values: what a test holds against Rust's list and the permission manifest. */
export const commandNames = [
  'app_state',
  'connect_start',
  'connect_paste',
  'connect_cancel',
  'practice_start',
  'open_orders',
  'order_rows',
  'order_detail',
  'ship_order',
  'open_stock',
  'stock_rows',
  'save_stock',
  'activity',
  'retry',
  'discard',
  'resolve_conflict',
  'sync_now',
  'settings',
  'set_theme',
  'set_currency',
  'disconnect',
  'reset_everything',
  'dismiss_notice',
  'open_data_folder',
] as const satisfies readonly CommandName[]

/** Fails to compile when a command is missing from `commandNames`. */
type Missing = Exclude<CommandName, (typeof commandNames)[number]>
export const allNamed: [Missing] extends [never] ? true : Missing = true
