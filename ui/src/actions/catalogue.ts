/** Every action that a screen can have, known also while its screen is not there; and what keys do by themselves. */
import { text } from '../text'
import type { Action, Deed, Description, Group } from './action'

export type ActionId = keyof typeof text.actions

type Known = { keys?: readonly string[]; also?: string; hidden?: boolean; /** Done by a field or list itself: only in the list of keys. */ byItself?: boolean }

const known: Record<ActionId, Known> = {
  'go.today': { keys: ['g t'], also: 'due late day chart' },
  'go.orders': { keys: ['g o'] },
  'go.pack': { keys: ['g p'], also: 'scan scanner bench parcel' },
  'go.stock': { keys: ['g s'], also: 'levels inventory' },
  'go.activity': { keys: ['g a'], also: 'outbox saves' },
  'go.settings': { keys: ['g ,'], also: 'preferences options' },
  'orders.next': { keys: ['j', 'ArrowDown'] },
  'orders.previous': { keys: ['k', 'ArrowUp'] },
  'orders.ends': { keys: ['Home', 'End'], byItself: true },
  'orders.open': { keys: ['Enter'], also: 'ship' },
  'orders.ship': { keys: ['Enter'], byItself: true },
  'orders.paste': { keys: ['Mod+V'], byItself: true },
  'orders.leave': { keys: ['Escape'], also: 'close' },
  'orders.select': { keys: ['x', 'Space'], also: 'tick mark' },
  'orders.selectAll': { keys: ['Mod+A'], also: 'tick mark' },
  'orders.block': { keys: ['Shift+ArrowUp', 'Shift+ArrowDown'], byItself: true },
  'orders.sort': { keys: ['Enter', 'Space'], byItself: true },
  'orders.moveColumn': { keys: ['Alt+ArrowLeft', 'Alt+ArrowRight'], byItself: true },
  'orders.widenColumn': { keys: ['Shift+ArrowLeft', 'Shift+ArrowRight'], byItself: true },
  'orders.undo': { keys: ['Mod+Z'], also: 'take back cancel shipping' },
  'orders.shipMany': { keys: ['s'], also: 'bulk sheet tracking numbers' },
  'orders.import': { keys: ['i'], also: 'csv xlsx excel file carrier' },
  'orders.sheetShip': { keys: ['Mod+Enter'], byItself: true },
  'orders.sheetOn': { keys: ['Enter'], byItself: true },
  'orders.sheetLeave': { keys: ['F6'], byItself: true },
  'orders.sheetUndo': { keys: ['Mod+Z', 'Mod+Y'], byItself: true },
  'orders.slips': { also: 'paper pdf delivery note' },
  'orders.pickList': { also: 'paper pdf picking' },
  'orders.labels': { also: 'paper pdf' },
  'orders.export': { also: 'csv xlsx excel save file' },
  'orders.tag': { also: 'label mark' },
  'orders.copyIds': { also: 'numbers' },
  'orders.copyId': {},
  'orders.copyAddress': { also: 'buyer' },
  'orders.to_ship': { also: 'waiting' },
  'orders.on_hold': {},
  'orders.sent': { also: 'shipped' },
  'orders.delivered': {},
  'orders.cancelled': { also: 'canceled' },
  'orders.all': { also: 'clear search' },
  'pack.scan': { keys: ['Enter', 'Tab'], byItself: true },
  'pack.close': { keys: ['Enter'], byItself: true },
  'pack.hand': { keys: ['F8'], also: 'without scanning manually' },
  'pack.clear': { keys: ['Escape'], hidden: true },
  'pack.sound': { also: 'mute silent tone' },
  'stock.save': { keys: ['Mod+S'] },
  'stock.review': { keys: ['Mod+Shift+S'], also: 'check compare conflicts' },
  'stock.discard': {},
  'stock.undo': { keys: ['Mod+Z'] },
  'stock.redo': { keys: ['Mod+Y', 'Mod+Shift+Z'] },
  'stock.type': { keys: ['0–9', '+', '−'], byItself: true },
  'stock.edit': { keys: ['F2'] },
  'stock.take': { keys: ['Enter', 'Tab'], byItself: true },
  'stock.takeAll': { keys: ['Mod+Enter'], byItself: true },
  'stock.more': { keys: ['Alt+ArrowUp'], also: 'nudge add plus increase' },
  'stock.less': { keys: ['Alt+ArrowDown'], also: 'nudge take minus decrease' },
  'stock.tenMore': { keys: ['Alt+Shift+ArrowUp'], also: 'nudge add plus increase' },
  'stock.tenLess': { keys: ['Alt+Shift+ArrowDown'], also: 'nudge take minus decrease' },
  'stock.revert': { keys: ['Delete', 'Backspace'], also: 'reset' },
  'stock.clipboard': { keys: ['Mod+C', 'Mod+V'], byItself: true },
  'stock.pasteAdjust': { keys: ['Mod+Shift+V'], also: 'clipboard add relative delta plus minus', byItself: true },
  'stock.block': { keys: ['Shift+ArrowUp', 'Shift+ArrowDown'], byItself: true },
  'stock.edge': { keys: ['Mod+ArrowUp', 'Mod+ArrowDown'], byItself: true },
  'stock.blockToEdge': { keys: ['Mod+Shift+ArrowUp', 'Mod+Shift+ArrowDown'], byItself: true },
  'stock.corners': { keys: ['Mod+Home', 'Mod+End'], byItself: true },
  'stock.selectAll': { keys: ['Mod+A'], also: 'everything range' },
  'stock.fill': { keys: ['Mod+D'], also: 'copy column' },
  'stock.fillRight': { keys: ['Mod+R'], also: 'copy row', byItself: true },
  'stock.fillOn': { also: 'copy handle double-click' },
  // On a Mac the first of them hides the app.
  'stock.replace': { keys: ['Mod+H', 'Mod+Shift+F'], also: 'search change many' },
  'stock.history': { keys: ['Alt+H'], also: 'ledger' },
  'stock.import': { keys: ['Mod+O'], also: 'csv xlsx excel file levels upload open' },
  'stock.export': { keys: ['Mod+E'], also: 'csv xlsx excel save file levels download' },
  'stock.leave': { keys: ['F6'], byItself: true },
  'stock.all': { also: 'clear search' },
  'stock.low': {},
  'stock.sold_out': { also: 'empty zero' },
  'stock.changed': { also: 'edited' },
  'stock.conflicts': { also: 'decide' },
  'activity.undo': { also: 'take back' },
  'activity.open': { also: 'waiting queued' },
  'activity.done': {},
  'activity.all': {},
  'activity.saves': { also: 'batches' },
  'activity.requests': { also: 'log' },
  'search.screen': { keys: ['/', 'Mod+F'], also: 'find' },
  'shops.connect': { also: 'sign in approve' },
  'shops.another': { also: 'add new' },
  'app.palette': { keys: ['Mod+K'], hidden: true },
  'app.keys': { keys: ['?'], also: 'help' },
  'app.leave': { keys: ['Escape'], byItself: true },
  'app.sync': { keys: ['Mod+R', 'F5'], also: 'sync refresh reload update' },
  'app.light': { also: 'appearance mode day bright' },
  'app.dark': { also: 'appearance mode night' },
  'app.system': { also: 'appearance mode' },
  'app.data': { also: 'files database' },
  'app.log': { also: 'files' },
  'app.diagnose': { also: 'support help' },
}

/** What is known of every action, in the order in which they are shown. */
export const catalogue: readonly (Description & Known)[] = (Object.entries(known) as [ActionId, Known][]).map(([id, more]) => ({
  id,
  name: text.actions[id],
  group: id.slice(0, id.indexOf('.')) as Group,
  ...more,
}))

const byId = new Map(catalogue.map((one) => [one.id, one]))

/** These deeds with what the catalogue knows of them. */
export function described(deeds: Partial<Record<ActionId, Deed>>): Action[] {
  return Object.entries(deeds).flatMap(([id, deed]) => {
    const about = byId.get(id)
    return about ? [{ ...about, ...deed }] : []
  })
}
