/** What can be asked for on the order desk. */
import { tick } from 'svelte'

import type { Action, Deed } from '../actions/action'
import { described } from '../actions/catalogue'
import { takesText } from '../actions/keyboard'
import { app } from '../app.svelte'
import { copyText } from '../clipboard'
import { text } from '../text'
import { addressOf } from './address'
import { answering, type Answer } from './answering.svelte'
import { bulkActions, perform, whyNoSheet } from './bulk'
import { correcting } from './correcting.svelte'
import type { Desk } from './desk.svelte'
import { dialogs, type Ask } from './dialogs'
import { dividing } from './dividing.svelte'
import { grace } from './grace.svelte'

/** `focusTracking` is false where the chosen order takes no number; `ask` opens a dialog about the selected orders. */
export type Ways = { ask: Ask; focusTable: () => void; focusTracking: () => boolean; takesTracking: () => boolean }

/** One step back at a time: out of the order, out of the pasted ones, out of the selection. */
function leave(desk: Desk) {
  if (desk.chosen !== null) desk.choose(null)
  else if (desk.pasted !== null) void desk.filter({ pasted: null })
  else void desk.clearSelection()
}

/** Keys that tabs and buttons take for themselves. */
const ofTabs = ['ArrowLeft', 'ArrowRight', 'Home', 'End']
const ofButtons = ['Enter', ' ']

/** Tabs have their own arrows, and a button its Enter. */
function hears(target: EventTarget | null, key: string): boolean {
  const within = (selector: string) => target instanceof Element && target.closest(selector) !== null
  if (takesText(target) || (ofTabs.includes(key) && within('[role=tablist]'))) return false
  return !(ofButtons.includes(key) && within('button, a, [role=tab]'))
}

/** An action of the bar, as it can be asked for by its name too. */
function ofSelected(id: string, desk: Desk, ask: Ask): Deed {
  const action = bulkActions.find((one) => one.id === id)
  return {
    run: () => action && perform(action, desk, ask),
    when: () => (desk.selection.told.count ? (action?.whyNot?.(desk) ?? null) : text.not.noneSelected),
  }
}

/** Opens the question; the shop's reasons must be here for a no. */
function answer(desk: Desk, how: Answer): Deed {
  const asked = () => (desk.head?.cancelAsked ? desk.detail?.cancellation : null)
  const whyNot = () => (asked() ? (how === 'reject' && !asked()?.reasons?.length ? text.cancelling.noReasons : null) : text.cancelling.none)
  return {
    run: () => desk.chosen !== null && answering.begin(desk.chosen, how),
    when: () => (desk.chosen === null ? text.not.noOrder : desk.detail ? whyNot() : text.not.notLoaded),
    hears,
  }
}

function whyNoCorrection({ chosen, detail }: Desk): string | null {
  if (chosen === null) return text.not.noOrder
  if (!detail) return text.not.notLoaded
  return detail.correction ? detail.correction.whyNot : text.correcting.none
}

export function onDesk(desk: Desk, { ask, focusTable, focusTracking, takesTracking }: Ways): Action[] {
  // Of a list that is on its way nobody knows yet what it lacks.
  const lacksRows = () => desk.isHere && !desk.list.total
  const lacksChoice = () => desk.isHere && desk.chosen === null
  const step = (by: number) => ({
    run: () => (focusTable(), void desk.step(by)),
    when: () => (lacksRows() ? text.not.noOrders : null),
    hears,
    repeats: true,
  })
  /** The first order, or the number of the chosen one once the panel shows it. */
  async function open() {
    if (desk.chosen === null) return focusTable(), void desk.step(1)
    await tick()
    focusTracking()
  }
  const bulk = (id: string) => ofSelected(id, desk, ask)
  return described({
    'orders.shipMany': bulk('ship'),
    'orders.import': { run: () => ask(dialogs.ship), when: () => whyNoSheet(desk) },
    'orders.combine': { run: () => ask(dialogs.combine) },
    'orders.slips': bulk('slips'),
    'orders.pickList': bulk('pickList'),
    'orders.shippingLabels': bulk('shippingLabels'),
    'orders.labels': bulk('labels'),
    'orders.export': bulk('export'),
    'orders.tag': bulk('tag'),
    'orders.copyIds': bulk('copy'),
    'orders.next': step(1),
    'orders.previous': step(-1),
    'orders.open': {
      run: () => void desk.whenHere(open),
      when: () => (lacksChoice() ? (desk.list.total ? null : text.not.noOrder) : !desk.isHere || takesTracking() ? null : text.not.noTracking),
      hears,
    },
    'orders.leave': {
      run: () => leave(desk),
      when: () => (desk.chosen === null && desk.pasted === null && !desk.selection.told.count ? text.not.nothingLeft : null),
      hears,
    },
    'orders.select': { run: () => void desk.toggle(), when: () => (lacksChoice() ? text.not.noOrder : null), hears },
    'orders.selectAll': { run: () => void desk.selectAll(true), when: () => (lacksRows() ? text.not.noOrders : null), hears },
    'orders.undo': { run: () => void grace.takeBack().then((orders) => desk.takenBack(orders)), when: () => (grace.waiting.length ? null : text.grace.nothing), hears },
    'orders.approve': answer(desk, 'approve'),
    'orders.reject': answer(desk, 'reject'),
    'orders.correctTracking': {
      run: () => desk.chosen !== null && correcting.begin(desk.chosen),
      when: () => whyNoCorrection(desk),
    },
    'orders.divide': {
      run: () => desk.chosen !== null && dividing.begin(desk.chosen),
      when: () => (desk.chosen === null ? text.not.noOrder : !desk.detail ? text.not.notLoaded : desk.detail.division ? null : text.dividing.none),
    },
    'orders.copyId': { run: () => void copy(desk.chosen ?? ''), when: () => (desk.chosen === null ? text.not.noOrder : null) },
    'orders.copyAddress': {
      run: () => desk.detail && void copy(addressOf(desk.detail)),
      when: () => (desk.chosen === null ? text.not.noOrder : desk.detail ? null : text.not.notLoaded),
    },
  })
}

async function copy(value: string) {
  if (await copyText(value)) app.announce(text.copied)
  else app.warn(text.copyFailed)
}
