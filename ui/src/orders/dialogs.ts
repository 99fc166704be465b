/** The dialogs of the order desk. */
import type { Component } from 'svelte'

import { later } from '../later'
import type { Desk } from './desk.svelte'

type Selected = Component<{ desk: Desk; close: () => void }>
/** A dialog about the selected orders, once its code is read. */
export type BulkDialog = () => Promise<Selected>
/** Opens it. */
export type Ask = (dialog: BulkDialog) => void

export const dialogs = {
  ship: later<Selected>(() => import('./sheet/ShipSheet.svelte')),
  export: later<Selected>(() => import('./ExportOrders.svelte')),
  combine: later<Selected>(() => import('./CombineDialog.svelte')),
  tag: later<Selected>(() => import('./TagDialog.svelte')),
  print: later(() => import('./PrintDialog.svelte')),
}
