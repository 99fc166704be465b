/** The only door to Rust: one function per command, and the two events it sends. */
import type { ActivityFilter } from './types/ActivityFilter'
import type { AppState } from './types/AppState'
import type { Batch } from './types/Batch'
import type { ChartRange } from './types/ChartRange'
import type { ColumnChoice } from './types/ColumnChoice'
import type { ConflictsDecided } from './types/ConflictsDecided'
import type { ConnectForm } from './types/ConnectForm'
import type { CountApplied } from './types/CountApplied'
import type { CountFilter } from './types/CountFilter'
import type { CountList } from './types/CountList'
import type { CountRow } from './types/CountRow'
import type { CountUndone } from './types/CountUndone'
import type { Diagnosis } from './types/Diagnosis'
import type { FirstOrders } from './types/FirstOrders'
import type { HandlingRule } from './types/HandlingRule'
import type { LabelSheet } from './types/LabelSheet'
import type { ExportFile } from './types/ExportFile'
import type { ExportFormat } from './types/ExportFormat'
import type { Exported } from './types/Exported'
import type { HandoverWays } from './types/HandoverWays'
import type { LabelPrices } from './types/LabelPrices'
import type { ParcelSize } from './types/ParcelSize'
import type { History } from './types/History'
import type { HistoryOf } from './types/HistoryOf'
import type { Keep } from './types/Keep'
import type { LevelChart } from './types/LevelChart'
import type { LevelShares } from './types/LevelShares'
import type { LevelLine } from './types/LevelLine'
import type { LevelRole } from './types/LevelRole'
import type { LevelsRead } from './types/LevelsRead'
import type { LevelVerdict } from './types/LevelVerdict'
import type { OrderCheck } from './types/OrderCheck'
import type { OrderChoices } from './types/OrderChoices'
import type { OrderDetail } from './types/OrderDetail'
import type { OrderFilter } from './types/OrderFilter'
import type { OpenedOrders } from './types/OpenedOrders'
import type { OpenedStock } from './types/OpenedStock'
import type { OrderRow } from './types/OrderRow'
import type { OrderSelection } from './types/OrderSelection'
import type { OutboxItem } from './types/OutboxItem'
import type { Paper } from './types/Paper'
import type { PendingConnect } from './types/PendingConnect'
import type { PrintsMade } from './types/PrintsMade'
import type { RecoveryCode } from './types/RecoveryCode'
import type { RequestLine } from './types/RequestLine'
import type { RuleAbout } from './types/RuleAbout'
import type { RuleField } from './types/RuleField'
import type { SafetyRules } from './types/SafetyRules'
import type { SaveResult } from './types/SaveResult'
import type { SavedView } from './types/SavedView'
import type { Scanned } from './types/Scanned'
import type { SetAsideRecord } from './types/SetAsideRecord'
import type { SettingsView } from './types/SettingsView'
import type { CancelAnswer } from './types/CancelAnswer'
import type { DivisionTerms } from './types/DivisionTerms'
import type { ParcelToShare } from './types/ParcelToShare'
import type { ParcelsShared } from './types/ParcelsShared'
import type { ShareableParcel } from './types/ShareableParcel'
import type { Shipment } from './types/Shipment'
import type { TableFrom } from './types/TableFrom'
import type { ShipmentsRead } from './types/ShipmentsRead'
import type { ShipmentsSaved } from './types/ShipmentsSaved'
import type { SkuName } from './types/SkuName'
import type { StockCell } from './types/StockCell'
import type { StockCost } from './types/StockCost'
import type { StockCount } from './types/StockCount'
import type { StockDraft } from './types/StockDraft'
import type { StockEdit } from './types/StockEdit'
import type { StockFilter } from './types/StockFilter'
import type { StockLevels } from './types/StockLevels'
import type { StockPlace } from './types/StockPlace'
import type { StockReview } from './types/StockReview'
import type { StockRow } from './types/StockRow'
import type { StockWatch } from './types/StockWatch'
import type { SyncView } from './types/SyncView'
import type { TakenBack } from './types/TakenBack'
import type { Theme } from './types/Theme'
import type { Today } from './types/Today'
import type { Undo } from './types/Undo'
import type { WebhookChoice } from './types/WebhookChoice'

/** A window of a list that was opened before: `count` rows from position `from` of `view`. */
export type Window = { view: number; from: number; count: number }
/** More rows than this are never told at once; Rust decides, this is its rule. */
export const LARGEST_WINDOW = 500

/** What may have changed in the store; the screens read again what they show of it. */
export type Table = 'orders' | 'stock' | 'outbox' | 'shop' | 'notices'
export type Changed = { tables: Table[] }

/** Every command that is about one shop carries the shop that its screen was opened with. */
type OfShop = { shop: number }
/** A table of levels that was read. */
type OfImport = { import: number }

/** Arguments and answer of each command, by the name that Rust knows it by. */
export type Commands = {
  app_state: [void, AppState]
  /** Opens the database once more; what came of it is in the state. */
  open_again: [void, void]
  open_with_code: [{ code: string }, void]
  set_cache_aside: [void, void]
  connect_start: [{ form: ConnectForm }, PendingConnect]
  connect_paste: [{ address: string }, void]
  connect_cancel: [void, void]
  practice_start: [void, void]
  /** Begins the consent again with the keys that are kept. */
  approve_again: [OfShop, PendingConnect]
  /** Asks for shops of sign-ins that are here; they stand in the state then. */
  offer_shops: [void, void]
  /** By their places among those that are offered. */
  add_shops: [{ picked: number[] }, void]
  leave_shops: [void, void]
  /** With the keys of this shop. */
  accept_sign_in: [OfShop, void]
  accept_sign_in_with: [{ form: ConnectForm }, void]
  decline_sign_in: [void, void]
  /** With so many of the first rows. */
  open_orders: [OfShop & { filter: OrderFilter; first: number }, OpenedOrders]
  /** Of the shop in view; null where none is. */
  first_orders: [{ filter: OrderFilter; first: number }, FirstOrders | null]
  order_rows: [Window, OrderRow[]]
  order_place: [{ view: number; orderId: string }, number | null]
  order_detail: [OfShop & { orderId: string }, OrderDetail]
  order_record: [OfShop & { orderId: string }, string]
  forget_buyer: [OfShop & { orderId: string }, void]
  select_orders: [{ view: number; from: number; to: number; on: boolean }, OrderSelection]
  clear_selection: [OfShop, OrderSelection]
  selected_orders: [OfShop, string[]]
  set_order_note: [OfShop & { orderId: string; note: string }, void]
  tag_orders: [OfShop & { orderIds: string[]; tag: string; on: boolean }, void]
  order_choices: [OfShop, OrderChoices]
  saved_views: [OfShop, SavedView[]]
  save_view: [OfShop & { view: SavedView }, void]
  remove_view: [OfShop & { name: string }, void]
  today: [OfShop, Today]
  find_order: [OfShop & { code: string }, string | null]
  check_order: [OfShop & { orderId: string }, OrderCheck]
  mark_packed: [OfShop & { orderId: string }, void]
  ship_order: [OfShop & { orderId: string; trackingNumber: string }, OutboxItem]
  answer_cancel: [OfShop & { orderId: string; answer: CancelAnswer }, OutboxItem]
  shareable_parcels: [OfShop, ShareableParcel[]]
  share_parcels: [OfShop & { parcels: ParcelToShare[] }, ParcelsShared]
  /** Waits for the shop. */
  split_terms: [OfShop & { orderId: string }, DivisionTerms]
  /** The pieces of each parcel, by their ids. */
  split_order: [OfShop & { orderId: string; parcels: string[][] }, OutboxItem]
  ship_part: [OfShop & { orderId: string; pieces: string[]; trackingNumber: string }, OutboxItem]
  /** Without a carrier the number's form says whose it is; `parcel` is for an order that left in several. */
  correct_tracking: [OfShop & { orderId: string; trackingNumber: string; carrier: string | null; parcel: string | null }, OutboxItem]
  ship_orders: [OfShop & { shipments: Shipment[] }, ShipmentsSaved]
  /** Waits for the shop: nothing on the screen does. */
  handover_ways: [OfShop & { orderId: string }, HandoverWays]
  /** Waits for the shop, too. */
  label_prices: [OfShop & { orderId: string; parcel: ParcelSize }, LabelPrices]
  print_orders: [OfShop & { orderIds: string[]; paper: Paper; again: boolean }, PrintsMade]
  read_shipments: [OfShop & { source: TableFrom; columns: ColumnChoice | null }, ShipmentsRead]
  export_orders: [OfShop & { orderIds: string[]; format: ExportFormat }, Exported]
  /** `follow`: rows that are to be found again in the list. */
  open_stock: [OfShop & { filter: StockFilter; follow?: StockPlace[]; first: number }, OpenedStock]
  export_levels: [Window & { file: ExportFile }, Exported]
  /** `sheet`: the worksheet, by its place; null finds the one with levels. */
  read_levels: [OfShop & { source: TableFrom; sheet: number | null }, LevelsRead]
  choose_level_columns: [OfImport & { roles: LevelRole[] }, LevelsRead]
  level_lines: [OfImport & { verdict: LevelVerdict; from: number; count: number }, LevelLine[]]
  /** `guesses`: the lines that were accepted; null accepts all of them. How many drafts there are. */
  take_levels: [OfImport & { guesses: number[] | null }, number]
  taken_levels: [OfImport & { from: number; count: number }, StockDraft[]]
  export_left_levels: [OfImport & { guesses: number[] | null }, Exported]
  close_levels: [OfImport, void]
  stock_rows: [Window, StockRow[]]
  stock_levels: [Window, StockLevels]
  save_stock: [OfShop & { edits: StockEdit[] }, SaveResult]
  stock_drafts: [OfShop, StockDraft[]]
  keep_stock_drafts: [OfShop & { put: StockDraft[]; gone: StockCell[] }, void]
  stock_cost: [OfShop & { edits: StockEdit[] }, StockCost]
  review_stock: [OfShop & { cells: StockCell[]; batches: string[] }, StockReview]
  /** SKUs of a list by position, as numbers that mean the same ones whatever the list does next. */
  stock_numbers: [Window, number[]]
  /** With what these SKUs say themselves. */
  safety_rules: [OfShop & { skus: number[] }, SafetyRules]
  set_safety_rule: [OfShop & { about: RuleAbout; field: RuleField; value: number | null }, void]
  stock_watch: [OfShop, StockWatch]
  see_runaway: [OfShop & { productId: string; skuId: string }, void]
  /** 0 is never. */
  set_runaway_hours: [OfShop & { hours: number }, void]
  open_counts: [OfShop, StockCount[]]
  begin_count: [OfShop & { warehouseId: string }, StockCount]
  open_count: [{ id: string; filter: CountFilter }, CountList]
  count_rows: [Window, CountRow[]]
  count_scan: [{ id: string; code: string; last: SkuName | null }, Scanned]
  count_one_more: [{ id: string; sku: SkuName }, CountRow]
  set_counted: [{ id: string; sku: SkuName; pieces: number | null }, CountRow]
  undo_counted: [{ id: string }, CountUndone]
  count_rest_as_zero: [{ id: string }, number]
  set_sold_apart: [{ id: string; apart: boolean }, void]
  count_cost: [{ id: string }, StockCost]
  apply_count: [{ id: string; reason: string }, CountApplied]
  give_up_count: [{ id: string }, void]
  /** The newest piece, or the one behind `older` of the last. */
  level_history: [OfShop & { of: HistoryOf; older: string | null }, History]
  /** As much as can be seen in so many columns of pixels. */
  level_chart: [OfShop & { of: HistoryOf; range: ChartRange; columns: number }, LevelChart]
  level_shares: [OfShop & { of: HistoryOf }, LevelShares | null]
  activity: [OfShop & { filter: ActivityFilter }, OutboxItem[]]
  batches: [OfShop, Batch[]]
  batch_items: [{ batch: string }, OutboxItem[]]
  retry: [{ id: string }, void]
  retry_failed: [{ batch: string }, number]
  discard: [{ id: string }, void]
  resolve_conflict: [{ id: string; keep: Keep }, void]
  decide_conflicts: [OfShop & { ids: string[]; keep: Keep }, ConflictsDecided]
  take_decision_back: [OfShop & { over: string[]; batch: string | null }, TakenBack]
  send_held: [{ batch: string }, void]
  drop_batch: [{ batch: string }, void]
  undo_preview: [{ batch: string }, Undo]
  undo_batch: [{ batch: string }, Undo]
  requests: [void, RequestLine[]]
  save_diagnostics: [void, Diagnosis]
  set_aside_record: [OfShop & { kind: string; id: string }, SetAsideRecord]
  choose_shop: [OfShop, void]
  sync_now: [void, void]
  settings: [void, SettingsView]
  set_theme: [{ theme: Theme }, void]
  set_handling: [OfShop & { rule: HandlingRule }, void]
  /** `days`: null is for good. */
  set_buyers_kept: [OfShop & { days: number | null }, void]
  set_sender: [OfShop & { sender: string }, void]
  set_currency: [OfShop & { currency: string | null }, void]
  set_usual_carrier: [OfShop & { name: string | null }, void]
  set_label_sheet: [OfShop & { sheet: LabelSheet }, void]
  set_webhooks: [{ choice: WebhookChoice }, void]
  disconnect: [OfShop, void]
  reset_everything: [void, void]
  recovery_code: [void, RecoveryCode]
  dismiss_notice: [{ id: string }, void]
  open_data_folder: [void, void]
  open_exports: [OfShop, void]
  open_log_folder: [void, void]
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
  'open_again',
  'open_with_code',
  'set_cache_aside',
  'connect_start',
  'connect_paste',
  'connect_cancel',
  'practice_start',
  'approve_again',
  'offer_shops',
  'add_shops',
  'leave_shops',
  'accept_sign_in',
  'accept_sign_in_with',
  'decline_sign_in',
  'open_orders',
  'first_orders',
  'order_rows',
  'order_place',
  'order_detail',
  'order_record',
  'forget_buyer',
  'select_orders',
  'clear_selection',
  'selected_orders',
  'set_order_note',
  'tag_orders',
  'order_choices',
  'saved_views',
  'save_view',
  'remove_view',
  'today',
  'find_order',
  'check_order',
  'mark_packed',
  'ship_order',
  'answer_cancel',
  'shareable_parcels',
  'share_parcels',
  'split_terms',
  'split_order',
  'ship_part',
  'correct_tracking',
  'ship_orders',
  'handover_ways',
  'label_prices',
  'print_orders',
  'read_shipments',
  'export_orders',
  'export_levels',
  'read_levels',
  'choose_level_columns',
  'level_lines',
  'take_levels',
  'taken_levels',
  'export_left_levels',
  'close_levels',
  'open_stock',
  'stock_rows',
  'stock_levels',
  'save_stock',
  'stock_drafts',
  'keep_stock_drafts',
  'stock_cost',
  'review_stock',
  'level_history',
  'stock_numbers',
  'safety_rules',
  'set_safety_rule',
  'stock_watch',
  'see_runaway',
  'set_runaway_hours',
  'open_counts',
  'begin_count',
  'open_count',
  'count_rows',
  'count_scan',
  'count_one_more',
  'set_counted',
  'undo_counted',
  'count_rest_as_zero',
  'set_sold_apart',
  'count_cost',
  'apply_count',
  'give_up_count',
  'level_chart',
  'level_shares',
  'activity',
  'batches',
  'batch_items',
  'retry',
  'retry_failed',
  'discard',
  'resolve_conflict',
  'decide_conflicts',
  'take_decision_back',
  'send_held',
  'drop_batch',
  'undo_preview',
  'undo_batch',
  'requests',
  'save_diagnostics',
  'set_aside_record',
  'choose_shop',
  'sync_now',
  'settings',
  'set_theme',
  'set_currency',
  'set_usual_carrier',
  'set_label_sheet',
  'set_handling',
  'set_buyers_kept',
  'set_sender',
  'set_webhooks',
  'disconnect',
  'reset_everything',
  'recovery_code',
  'dismiss_notice',
  'open_data_folder',
  'open_exports',
  'open_log_folder',
] as const satisfies readonly CommandName[]

/** Fails to compile when a command is missing from `commandNames`. */
type Missing = Exclude<CommandName, (typeof commandNames)[number]>
export const allNamed: [Missing] extends [never] ? true : Missing = true
