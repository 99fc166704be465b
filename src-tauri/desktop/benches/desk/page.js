// What the bench measures, measured inside the page by the page's own clock: from the moment in which an event is
// handed to the page until the rows are painted. WebDriver's way to the page and back is in no figure; neither is what
// the system needs to bring a key or a click to the page, nor what the display needs to show what it was given.
//
// Two ends are told. `drawn`: the frame that has the rows in it was made, as the first task behind that frame's
// callbacks runs. `shown`: the frame after it begins, which it does once the window has taken the one before.
const calls = []
let hear = () => {}

// One channel for all: with a new one each time, each of which WebKit tells to its other processes, whatever is painted
// took ever longer the longer it was measured.
const channel = new MessageChannel()
const waiting = []
channel.port1.onmessage = () => waiting.shift()()

/** The first task behind everything that is under way. */
const task = () =>
  new Promise((done) => {
    waiting.push(done)
    channel.port2.postMessage(null)
  })
const frame = () => new Promise((begun) => requestAnimationFrame(begun))

// Every command goes to Rust through here: when it was called, and when its answer was read.
const reach = window.fetch
window.fetch = async (address, options) => {
  const call = { name: new URL(address).pathname.slice(1), begun: performance.now(), ended: null, body: options?.body }
  calls.push(call)
  const answer = await reach(address, options)
  for (const form of ['json', 'text', 'arrayBuffer']) {
    answer[form] = async () => {
      const read = await Response.prototype[form].call(answer)
      call.ended = performance.now()
      // What the page does with an answer it does at once, so in the next task it is done.
      void task().then(() => hear())
      return read
    }
  }
  return answer
}

/**
 * Waits until it holds, looking again behind every answer of Rust's and behind every change of the page: what comes of
 * an answer is there before the frame is made that shows it, and a task behind the answer may run behind that frame.
 */
const answered = async (holds) => {
  const changes = new MutationObserver(() => hear())
  changes.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true })
  while (!holds()) await new Promise((heard) => (hear = heard))
  changes.disconnect()
}

/** Waits until it holds, looking again at every frame. */
const seen = async (holds) => {
  while (!holds()) await frame()
}

const ofName = (...names) => calls.filter(({ name }) => names.includes(name))
const areAnswered = (some) => some.every(({ ended }) => ended !== null)
const rows = () => [...document.querySelectorAll('[role=grid] [role=rowgroup] > [role=row]')]
/** Pixels: of a row, and of the part of the list that can be seen. Asked for once, as asking lays the page out. */
let height
const areThere = () => {
  height ??= { row: rows()[0].offsetHeight, list: scroller().clientHeight }
  const missing = rows().filter(({ id }) => id === '')
  if (!missing.length) return true
  const { scrollTop } = scroller()
  const inSight = (top) => top > -height.row && top < height.list
  return !missing.some(({ style }) => inSight(parseFloat(style.top) - scrollTop))
}
const scroller = () => document.querySelector('[role=grid]')
const button = (words) => [...document.querySelectorAll('button')].find(({ innerText }) => innerText.trim().startsWith(words))
const tab = (words) => [...document.querySelectorAll('[role=tab]')].find(({ innerText }) => innerText.trim().startsWith(words))
const heading = (column) => document.querySelector(`[role=columnheader][data-column=${column}]`)

async function painted(since) {
  await frame()
  await task()
  const drawn = performance.now() - since
  await frame()
  return { drawn, shown: performance.now() - since }
}

/** Does what shows another list, and waits until its first rows are painted. */
async function anotherList(act) {
  calls.length = 0
  const begun = performance.now()
  act()
  await answered(() => ofName('open_orders').length && areAnswered(ofName('open_orders', 'order_rows')) && areThere())
  return { here: performance.now() - begun, ...(await painted(begun)) }
}

function search(words) {
  const field = document.querySelector('[data-search]')
  field.value = words
  field.dispatchEvent(new InputEvent('input', { bubbles: true, data: words.at(-1), inputType: 'insertText' }))
}

/** Opens the order in a row, and waits until the panel has its details. */
async function openOrder(at) {
  calls.length = 0
  const begun = performance.now()
  rows()[at].click()
  await answered(() => ofName('order_detail').length && areAnswered(ofName('order_detail')))
  return { here: performance.now() - begun, ...(await painted(begun)) }
}

/** Scrolls to a part of the list; null where its rows were here already. */
async function scrollTo(part) {
  const element = scroller()
  const before = rows()[0]?.ariaRowIndex
  calls.length = 0
  const begun = performance.now()
  element.scrollTop = part * (element.scrollHeight - element.clientHeight)
  await seen(() => rows()[0]?.ariaRowIndex !== before)
  const asked = ofName('order_rows')
  await answered(() => areAnswered(asked) && areThere())
  if (!asked.length) return null
  const from = asked[0].begun
  const command = Math.max(...asked.map(({ ended }) => ended)) - from
  const { drawn, shown } = await painted(from)
  return { command, drawn, shown, whole: shown + from - begun }
}

/** Changes an order, and waits for the counts that are read for it. */
async function counts(shop, order, note) {
  calls.length = 0
  await window.__TAURI_INTERNALS__.invoke('set_order_note', { shop, orderId: order, note })
  const saved = performance.now()
  await answered(() => ofName('open_orders').length && areAnswered(ofName('open_orders')))
  const [reading] = ofName('open_orders')
  return { told: reading.begun - saved, counted: reading.ended - reading.begun }
}

/** Watches for how long nothing else can run in the page, and for how long the window shows no new frame. */
function watch() {
  const longest = { task: 0, frame: 0 }
  let isOn = true
  const beats = (kind, next) => {
    let before = performance.now()
    const beat = () => {
      const now = performance.now()
      longest[kind] = Math.max(longest[kind], now - before)
      before = now
      if (isOn) next(beat)
    }
    next(beat)
  }
  beats('task', setTimeout)
  beats('frame', requestAnimationFrame)
  return () => {
    isOn = false
    return longest
  }
}

/** Does a step of a work and waits for its end: how long it took, and the longest standstill in it. */
async function step(act, isOver, rest = 0) {
  await frame()
  const stop = watch()
  const begun = performance.now()
  await act()
  await seen(isOver)
  await painted(begun)
  const took = performance.now() - begun
  await new Promise((rested) => setTimeout(rested, rest))
  return { took, ...stop() }
}

window.bench = { anotherList, answered, areAnswered, button, calls, counts, frame, heading, ofName, openOrder, painted, rows, scroller, scrollTo, search, seen, step, tab, task }
