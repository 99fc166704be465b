/** What the screens import: the host in use, its types, and its errors. */
import type { Host } from './host'
import type { AppError } from './types/AppError'

export { LARGEST_WINDOW } from './host'
export type { Changed, Host, Table } from './host'
export type { ActivityFilter } from './types/ActivityFilter'
export type { AppError } from './types/AppError'
export type { AppState } from './types/AppState'
export type { Batch } from './types/Batch'
export type { CacheProtection } from './types/CacheProtection'
export type { ChartLine } from './types/ChartLine'
export type { ChartMark } from './types/ChartMark'
export type { ChartRange } from './types/ChartRange'
export type { ColumnChoice } from './types/ColumnChoice'
export type { ConnectForm } from './types/ConnectForm'
export type { CountApplied } from './types/CountApplied'
export type { CountFilter } from './types/CountFilter'
export type { CountList } from './types/CountList'
export type { CountRow } from './types/CountRow'
export type { CountSums } from './types/CountSums'
export type { Endpoints } from './types/Endpoints'
export type { DueChip } from './types/DueChip'
export type { Handover } from './types/Handover'
export type { HandoverWays } from './types/HandoverWays'
export type { LabelPrices } from './types/LabelPrices'
export type { LabelPurchase } from './types/LabelPurchase'
export type { LabelService } from './types/LabelService'
export type { LabelToBuy } from './types/LabelToBuy'
export type { ParcelSize } from './types/ParcelSize'
export type { ParcelUnits } from './types/ParcelUnits'
export type { HandlingRule } from './types/HandlingRule'
export type { LabelSheet } from './types/LabelSheet'
export type { LeftOut } from './types/LeftOut'
export type { ShareableParcel } from './types/ShareableParcel'
export type { Exported } from './types/Exported'
export type { ExportFile } from './types/ExportFile'
export type { ExportFormat } from './types/ExportFormat'
export type { HistoryOf } from './types/HistoryOf'
export type { Keep } from './types/Keep'
export type { LedgerLine } from './types/LedgerLine'
export type { LevelChart } from './types/LevelChart'
export type { LevelShares } from './types/LevelShares'
export type { LevelLine } from './types/LevelLine'
export type { LevelRole } from './types/LevelRole'
export type { LevelsRead } from './types/LevelsRead'
export type { LevelVerdict } from './types/LevelVerdict'
export type { Look } from './types/Look'
export type { MovedBy } from './types/MovedBy'
export type { KeptApp } from './types/KeptApp'
export type { Notice } from './types/Notice'
export type { OfferedShop } from './types/OfferedShop'
export type { OrderChips } from './types/OrderChips'
export type { OrderCheck } from './types/OrderCheck'
export type { OrderChoices } from './types/OrderChoices'
export type { OrderCounts } from './types/OrderCounts'
export type { DueTime } from './types/DueTime'
export type { DueWhat } from './types/DueWhat'
export type { FirstOrders } from './types/FirstOrders'
export type { OpenedOrders } from './types/OpenedOrders'
export type { OpenedStock } from './types/OpenedStock'
export type { OrderDetail } from './types/OrderDetail'
export type { OrderFilter } from './types/OrderFilter'
export type { OrderRow } from './types/OrderRow'
export type { OrderSelection } from './types/OrderSelection'
export type { OrderSort } from './types/OrderSort'
export type { OrderSortBy } from './types/OrderSortBy'
export type { OrderTab } from './types/OrderTab'
export type { PastedOrders } from './types/PastedOrders'
export type { OutboxItem } from './types/OutboxItem'
export type { Paper } from './types/Paper'
export type { PendingConnect } from './types/PendingConnect'
export type { UnbiddenSignIn } from './types/UnbiddenSignIn'
export type { PrintsMade } from './types/PrintsMade'
export type { RequestLine } from './types/RequestLine'
export type { ReviewedCell } from './types/ReviewedCell'
export type { SealedCache } from './types/SealedCache'
export type { SealReason } from './types/SealReason'
export type { SavedView } from './types/SavedView'
export type { OwnRule } from './types/OwnRule'
export type { RuleAbout } from './types/RuleAbout'
export type { RuleField } from './types/RuleField'
export type { Runaway } from './types/Runaway'
export type { RejectReason } from './types/RejectReason'
export type { SafetyRules } from './types/SafetyRules'
export type { SaveResult } from './types/SaveResult'
export type { SetAside } from './types/SetAside'
export type { SetAsideRecord } from './types/SetAsideRecord'
export type { SettingsView } from './types/SettingsView'
export type { Shipment } from './types/Shipment'
export type { ShipmentRow } from './types/ShipmentRow'
export type { ShipmentsRead } from './types/ShipmentsRead'
export type { ShipmentsSaved } from './types/ShipmentsSaved'
export type { TableColumn } from './types/TableColumn'
export type { TableFrom } from './types/TableFrom'
export type { ShipmentVerdict } from './types/ShipmentVerdict'
export type { ShopHealth } from './types/ShopHealth'
export type { ShopView } from './types/ShopView'
export type { SkuName } from './types/SkuName'
export type { StockChange } from './types/StockChange'
export type { StockCell } from './types/StockCell'
export type { StockCost } from './types/StockCost'
export type { StockCount } from './types/StockCount'
export type { StockDraft } from './types/StockDraft'
export type { StockEdit } from './types/StockEdit'
export type { StockFilter } from './types/StockFilter'
export type { StockFolds } from './types/StockFolds'
export type { StockLevel } from './types/StockLevel'
export type { StockLevels } from './types/StockLevels'
export type { StockPlace } from './types/StockPlace'
export type { StockRow } from './types/StockRow'
export type { StockSort } from './types/StockSort'
export type { StockSortBy } from './types/StockSortBy'
export type { StockWatch } from './types/StockWatch'
export type { SyncView } from './types/SyncView'
export type { Theme } from './types/Theme'
export type { Today } from './types/Today'
export type { TrackingCorrection } from './types/TrackingCorrection'
export type { Undo } from './types/Undo'
export type { UndoLine } from './types/UndoLine'
export type { Warehouse } from './types/Warehouse'
export type { WebhookView } from './types/WebhookView'

let chosen: Host | undefined

/** Chooses the host for this page; once, before anything is mounted. */
export function provideHost(host: Host): void {
  chosen = host
}

/** The host in use. */
export function host(): Host {
  if (!chosen) throw new Error('provideHost comes before the first screen')
  return chosen
}

/** Whatever was thrown, as an error with a sentence that can be shown. */
export function asAppError(thrown: unknown): AppError {
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'message' in thrown) {
    const { code, message, field = null } = thrown as AppError
    return { code, message, field }
  }
  const detail = thrown instanceof Error ? thrown.message : String(thrown)
  return {
    code: 'internal',
    message: `Something inside the app went wrong (${detail}). What is stored is safe; try again.`,
    field: null,
  }
}
