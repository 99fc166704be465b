// What the bench of the stock grid measures, by the page's own clock; read behind `page.js`, with its two ends.
const { areAnswered, answered, calls, frame, ofName, painted, rows, scroller, seen, task } = window.bench

const field = () => document.querySelector('[role=grid] input')
const link = (words) => [...document.querySelectorAll('nav a, nav button')].find(({ innerText }) => innerText.trim().startsWith(words))
const heading = (name) => [...document.querySelectorAll('[role=columnheader] button')].find(({ innerText }) => innerText.trim().startsWith(name))
const lists = ['open_stock', 'stock_rows']

/** Rows of which any part can be seen, below the heads and above the lower edge; without the one that holds the field. */
function inSight() {
  const { top, bottom } = scroller().getBoundingClientRect()
  return rows().filter((row) => {
    if (row.contains(field())) return false
    const place = row.getBoundingClientRect()
    return place.bottom > top + 33 && place.top < bottom
  })
}
const isBlank = (row) => !row.querySelector('[role=gridcell]')

/** Does what shows other rows, and waits until they are painted. */
async function otherRows(act) {
  calls.length = 0
  const begun = performance.now()
  act()
  await answered(() => ofName('open_stock').length && areAnswered(ofName(...lists)) && rows().length && !inSight().some(isBlank))
  return { here: performance.now() - begun, ...(await painted(begun)) }
}

/**
 * Does what changes a cell, and waits until it is painted: from the moment behind the making of a frame, which is the
 * worst one, as all of the time to the next one is waited for.
 */
async function cell(act) {
  await frame()
  await task()
  const begun = performance.now()
  act()
  return { here: 0, ...(await painted(begun)) }
}

const key = (name, more = {}) => field().dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...more }))

/** As the keyboard does it: a text set by a script has the whole window painted anew. */
function type(text) {
  document.execCommand('insertText', false, text)
}

/** Whether every row that can be seen is there, in its order, without a gap. */
function isWhole(shown) {
  const places = shown.map((row) => Number(row.ariaRowIndex)).sort((a, b) => a - b)
  const { top, bottom } = scroller().getBoundingClientRect()
  const covered = shown.reduce((sum, row) => sum + row.offsetHeight, 0)
  return !shown.some(isBlank) && covered >= bottom - top - 33 && places.every((place, at) => place === places[0] + at)
}

/**
 * Scrolls by so many pixels in each frame: the time between frames, how many of them had a row in sight that was
 * blank or missing, and how many showed rows that the scroll bar had left already.
 */
async function scrolling(frames, pixels) {
  const element = scroller()
  element.scrollTop = 0
  await seen(() => isWhole(inSight()))
  const took = []
  let [bad, late] = [0, 0]
  await frame()
  let before = performance.now()
  for (let n = 0; n < frames; n += 1) {
    element.scrollTop += pixels
    await frame()
    const now = performance.now()
    took.push(now - before)
    before = now
    const shown = inSight()
    const first = Math.floor(element.scrollTop / rows()[0].offsetHeight)
    if (!isWhole(shown)) bad += 1
    else if (!shown.some((row) => row.ariaRowIndex - 2 === first)) late += 1
  }
  return { took, bad, late }
}

/** What a picture of all rows costs on this computer when nothing else is done for it: no scrolling can be quicker. */
async function floor(frames) {
  const moved = rows()[0].parentElement
  const before = moved.style.transform
  const took = []
  await frame()
  let last = performance.now()
  for (let n = 0; n < frames; n += 1) {
    moved.style.transform = `translateY(${n % 2}px)`
    await frame()
    const now = performance.now()
    took.push(now - last)
    last = now
  }
  moved.style.transform = before
  return took
}

/** Pastes a block at the first cell: until what is in sight of it is painted, until all of it counts, and until it is on the disk. */
async function paste(down, across) {
  const line = Array.from({ length: across }, (_, at) => 70_000 + at).join('\t')
  const clipboardData = new DataTransfer()
  clipboardData.setData('text/plain', Array.from({ length: down }, () => line).join('\n'))
  calls.length = 0
  await frame()
  const begun = performance.now()
  field().dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  const isWritten = (row) => [...row.querySelectorAll('[role=gridcell][data-state]')].slice(0, across).every(({ dataset }) => dataset.state === 'unsaved')
  await answered(() => inSight().every(isWritten))
  const { drawn } = await painted(begun)
  await seen(() => document.body.innerText.includes((down * across).toLocaleString('en') + ' changes'))
  const whole = performance.now() - begun
  // They are written behind the picture, in pieces.
  const written = () => ofName('keep_stock_drafts').reduce((cells, { body }) => cells + JSON.parse(body).put.length, 0)
  await answered(() => areAnswered(ofName('keep_stock_drafts')) && written() >= down * across)
  const stored = Math.max(...ofName('keep_stock_drafts').map(({ ended }) => ended)) - begun
  return { painted: drawn, whole, stored }
}

window.grid = { cell, field, floor, heading, inSight, key, link, otherRows, paste, scrolling, type }
