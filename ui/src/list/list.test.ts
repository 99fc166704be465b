import { beforeEach, describe, expect, it, vi } from 'vitest'

import { WindowedList, type Anchor } from './list.svelte'
import { Pages } from './pages'

type Row = { id: string; told?: string }
type List = { view: number; total: number }

/** A host's list whose rows a test can change, and whose answers it can hold back. */
class Shelf {
  rows: string[] = []
  opens = 0
  reads: number[] = []
  /** What every row tells beside its name. */
  told?: string
  gate: Promise<void> = Promise.resolve()
  private views = new Map<number, string[]>()

  open = async (): Promise<List> => {
    this.opens += 1
    const rows = [...this.rows]
    this.views.set(this.opens, rows)
    await this.gate
    return { view: this.opens, total: rows.length }
  }

  read = async (view: number, from: number, count: number): Promise<Row[]> => {
    this.reads.push(from)
    const rows = this.views.get(view)
    if (!rows) throw { code: 'not_found', message: 'closed', field: null }
    return rows.slice(from, from + count).map((id) => (this.told === undefined ? { id } : { id, told: this.told }))
  }

  close() {
    this.views.clear()
  }
}

const names = (from: number, count: number) => Array.from({ length: count }, (_, at) => `o${from + at}`)
const settled = async () => {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve()
}

let shelf: Shelf
let anchor: Anchor
let moved: ReturnType<typeof vi.fn<(rows: number) => void>>
let list: WindowedList<Row, List>

beforeEach(() => {
  shelf = new Shelf()
  shelf.rows = names(0, 1000)
  anchor = { index: 0, id: null }
  moved = vi.fn<(rows: number) => void>()
  list = new WindowedList({ open: shelf.open, rows: shelf.read, id: (row) => row.id }, () => anchor, moved)
})

describe('an opened list', () => {
  it('reads none of the rows again that came along with it', async () => {
    const asked: number[] = []
    const open = async (first: number) => {
      asked.push(first)
      return { ...(await shelf.open()), first: shelf.rows.slice(0, first).map((id) => ({ id })) }
    }
    const list = new WindowedList({ open, rows: shelf.read, id: (row) => row.id }, () => anchor, moved)
    await list.open()
    expect([asked, shelf.reads, list.at(47)?.id]).toEqual([[48], [], 'o47'])
    anchor = { index: 700, id: 'o700' }
    await list.refresh()
    expect(asked).toEqual([48, 0])
    expect(list.at(700)?.id).toBe('o700')
  })

  it('has its first rows at once and the others when they are wanted', async () => {
    await list.open()
    expect(list.total).toBe(1000)
    expect(list.at(3)?.id).toBe('o3')
    expect(list.at(700)).toBeUndefined()
    await list.want(690, 720)
    expect(list.at(700)?.id).toBe('o700')
  })

  it('reads rows once and together, however often they are wanted', async () => {
    await list.open()
    shelf.reads = []
    await Promise.all([list.want(500, 530), list.want(510, 540)])
    await list.want(500, 540)
    expect(shelf.reads).toEqual([496])
  })

  it('shows the last filter when an earlier one answers later', async () => {
    let letGo = () => {}
    shelf.gate = new Promise((resolve) => (letGo = resolve))
    const early = list.open()
    shelf.gate = Promise.resolve()
    shelf.rows = names(5000, 10)
    await list.open()
    letGo()
    await early
    expect(list.total).toBe(10)
    expect(list.at(0)?.id).toBe('o5000')
  })

  it('says why it could not be opened, and keeps what it showed', async () => {
    await list.open()
    const broken = new WindowedList<Row, List>(
      { open: () => Promise.reject({ code: 'storage', message: 'The disk is full.', field: null }), rows: shelf.read, id: (row) => row.id },
      () => anchor,
      moved,
    )
    await broken.open()
    expect(broken.failure?.message).toBe('The disk is full.')
    expect(broken.opened).toBeNull()
  })
})

describe('when orders arrive', () => {
  it('what the seller looks at stays under the pointer', async () => {
    await list.open()
    await list.want(300, 330)
    anchor = { index: 300, id: 'o300' }
    shelf.rows = [...names(-7, 7), ...shelf.rows]
    await list.refresh()
    expect(moved).toHaveBeenCalledExactlyOnceWith(7)
    expect(list.at(307)?.id).toBe('o300')
  })

  it('also when so many came at once that its page has changed', async () => {
    await list.open()
    await list.want(300, 330)
    anchor = { index: 300, id: 'o300' }
    shelf.rows = [...names(-750, 750), ...shelf.rows]
    await list.refresh()
    expect(moved).toHaveBeenCalledExactlyOnceWith(750)
    expect(list.at(1050)?.id).toBe('o300')
  })

  it('a list at its top shows them', async () => {
    await list.open()
    shelf.rows = ['new', ...shelf.rows]
    await list.refresh()
    expect(moved).not.toHaveBeenCalled()
    expect(list.at(0)?.id).toBe('new')
  })

  it('a place whose order is gone is kept by position', async () => {
    await list.open()
    anchor = { index: 50, id: 'o50' }
    shelf.rows = shelf.rows.filter((id) => id !== 'o50')
    await list.refresh()
    expect(moved).not.toHaveBeenCalled()
    expect(list.at(50)?.id).toBe('o51')
  })

  it('a burst of changes opens the list twice and not fifty times', async () => {
    await list.open()
    const before = shelf.opens
    await Promise.all(Array.from({ length: 50 }, () => list.refresh()))
    await settled()
    expect(shelf.opens - before).toBe(2)
  })

  it.each([0, 48])('a row that tells nothing new stays the very same, wherever it has moved; with %i rows that come along', async (first) => {
    const open = async () => {
      const opened = await shelf.open()
      return { ...opened, first: await shelf.read(opened.view, 0, first) }
    }
    const list = new WindowedList<Row, List & { first: Row[] }>({ open, rows: shelf.read, id: (row) => row.id }, () => anchor, moved)
    shelf.told = 'old'
    await list.open()
    const before = list.at(1)
    shelf.rows = ['new', ...shelf.rows]
    await list.refresh()
    expect(list.at(2)).toBe(before)
    shelf.told = 'new'
    await list.refresh()
    expect([list.at(2), before]).toEqual([{ id: 'o1', told: 'new' }, { id: 'o1', told: 'old' }])
  })

  it('its rows are read again without opening it, where they alone tell something new', async () => {
    await list.open()
    anchor = { index: 500, id: 'o500' }
    await list.want(490, 520)
    shelf.told = 'new'
    await list.reread()
    expect([shelf.opens, list.at(500)?.told, moved.mock.calls.length]).toEqual([1, 'new', 0])
  })

  it('rows that are read again do not overtake another list that is on its way', async () => {
    await list.open()
    let answer = () => {}
    shelf.gate = new Promise((resolve) => (answer = resolve))
    shelf.rows = names(5000, 3)
    const opening = list.open()
    const reading = list.reread()
    await settled()
    answer()
    await Promise.all([opening, reading])
    expect([list.total, list.at(0)?.id, shelf.opens]).toEqual([3, 'o5000', 2])
  })

  it('a change that comes while rows are read again opens the list all the same', async () => {
    await list.open()
    const reading = list.reread()
    shelf.rows = names(5000, 3)
    await Promise.all([reading, list.refresh()])
    expect([list.total, list.at(0)?.id]).toEqual([3, 'o5000'])
  })

  it('before it was opened there are no rows to read again', async () => {
    await list.reread()
    expect([shelf.opens, shelf.reads]).toEqual([0, []])
  })

  it('a view that was closed meanwhile is opened again', async () => {
    await list.open()
    shelf.close()
    await list.want(600, 620)
    await settled()
    await list.want(600, 620)
    expect(list.at(600)?.id).toBe('o600')
    expect(list.failure).toBeNull()
  })
})

describe('a row that is changed on the screen', () => {
  const mark = (row: Row): Row => ({ ...row, id: `${row.id}!` })

  it('is changed at once, and no other one', async () => {
    await list.open()
    list.change(46, 49, mark)
    await list.want(48, 60)
    expect([45, 46, 47].map((at) => list.at(at)?.id)).toEqual(['o45', 'o46!', 'o47!'])
  })

  it('stays changed when it was being read just then', async () => {
    await list.open()
    let letGo = () => {}
    const gate = new Promise<void>((resolve) => (letGo = resolve))
    const read = shelf.read
    shelf.read = async (...asked) => {
      const rows = await read(...asked)
      await gate
      return rows
    }
    const pages = new Pages<Row>((from, count) => shelf.read(1, from, count), () => {}, () => {})
    const reading = pages.want(300, 310)
    pages.change({ first: 305, last: 305, change: mark })
    letGo()
    await reading
    expect([304, 305, 306].map((at) => pages.at(at)?.id)).toEqual(['o304', 'o305!', 'o306'])
  })

  it('has the list read once more when it was being opened again, and what is older is never shown', async () => {
    const taken = vi.fn<(opened: List) => void>()
    list = new WindowedList({ open: shelf.open, rows: shelf.read, id: (row) => row.id, taken }, () => anchor, moved)
    await list.open()
    let letGo = () => {}
    shelf.gate = new Promise((resolve) => (letGo = resolve))
    const refreshing = list.refresh()
    await settled()
    list.change(3, 3, mark)
    shelf.rows = ['new', ...shelf.rows]
    letGo()
    await refreshing
    expect(taken.mock.calls.map(([{ view }]) => view)).toEqual([1, 3])
    expect(list.at(0)?.id).toBe('new')
    expect(list.at(4)?.id).toBe('o3')
  })
})

it('that was overtaken while it was being opened is waited for until the newer one is shown', async () => {
  let letGo = () => {}
  const open = list.open()
  shelf.gate = new Promise((resolve) => (letGo = resolve))
  shelf.rows = ['new', ...shelf.rows]
  void list.refresh()
  let isOver = false
  void open.then(() => (isOver = true))
  await settled()
  expect(isOver).toBe(false)
  letGo()
  await open
  expect(list.at(0)?.id).toBe('new')
})

it('that was let go while it was being opened is waited for no more', async () => {
  const open = list.open()
  list.close()
  await open
  expect(list.opened).toBeNull()
})

it('pages far from sight are given back, so a million rows cost no more than a screenful', async () => {
  const pages = new Pages<number>(async (from, count) => Array.from({ length: count }, (_, at) => from + at), () => {}, () => {})
  for (let row = 0; row < 100_000; row += 50) await pages.want(row, row)
  expect(pages.at(99_950)).toBe(99_950)
  expect(pages.at(0)).toBeUndefined()
  expect(pages.at(50_000)).toBeUndefined()
})

it('pages that are wanted again stay, and of more than are kept otherwise none is lost that was wanted at once', async () => {
  const asked: number[] = []
  const read = async (from: number, count: number) => {
    asked.push(from)
    return Array.from({ length: count }, (_, at) => from + at)
  }
  const pages = new Pages<number>(read, () => {}, () => {})
  for (let row = 1000; row < 10_000; row += 50) {
    await pages.want(0, 0)
    await pages.want(row, row)
  }
  expect([pages.at(0), asked.filter((from) => from === 0)]).toEqual([0, [0]])
  await pages.want(20_000, 24_000)
  expect([pages.at(20_000), pages.at(24_000)]).toEqual([20_000, 24_000])
})

it('rows that are on their way already are waited for, and not asked for twice', async () => {
  let letGo = () => {}
  const gate = new Promise<void>((resolve) => (letGo = resolve))
  const asked: number[] = []
  const read = async (from: number, count: number) => {
    asked.push(from)
    await gate
    return Array.from({ length: count }, (_, at) => from + at)
  }
  const pages = new Pages<number>(read, () => {}, () => {})
  void pages.want(100, 120)
  let isHere = false
  const second = pages.want(110, 130)?.then(() => (isHere = true))
  await settled()
  expect(isHere).toBe(false)
  letGo()
  await second
  expect([pages.at(130), asked]).toEqual([130, [96, 128]])
})

it('a list is as it was, also once a newer one is shown', async () => {
  await list.open()
  const view = list.opened?.view
  const still = list.still()
  shelf.rows = ['new', ...shelf.rows]
  await list.refresh()
  expect(list.at(0)?.id).toBe('new')
  expect([still.at(0)?.id, still.at(900)]).toEqual(['o0', undefined])
  expect([still.view, still.total, list.total]).toEqual([view, 1000, 1001])
})
