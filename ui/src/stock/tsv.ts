/** Tables as Excel and Sheets put them on the clipboard: tabs, line ends, quotes where needed. */

/** Reads a pasted table. The line end that spreadsheets add at the bottom is no row. */
export function readTable(pasted: string): string[][] {
  if (!/["\t]/.test(pasted)) return readColumn(pasted)
  const rows: string[][] = [[]]
  let at = 0
  while (at < pasted.length) {
    const cell = pasted[at] === '"' ? quoted(pasted, at) : bare(pasted, at)
    rows.at(-1)?.push(cell.text)
    at = cell.end
    if (pasted[at] === '\t') {
      at += 1
      if (at === pasted.length) rows.at(-1)?.push('')
      continue
    }
    if (pasted[at] === '\r' && pasted[at + 1] === '\n') at += 1
    at += 1
    if (at < pasted.length) rows.push([])
  }
  return rows
}

/** What most pasted tables are, and they are long: one native search instead of thousands. */
function readColumn(pasted: string): string[][] {
  const lines = pasted.split(/\r\n|[\r\n]/)
  if (lines.at(-1) === '') lines.pop()
  return lines.length ? lines.map((line) => [line]) : [[]]
}

const END = /[\t\r\n]|$/g

function bare(from: string, start: number): { text: string; end: number } {
  // Searched where it stands: thousands of cells, and the text behind each of them is long.
  END.lastIndex = start
  const end = END.exec(from)?.index ?? from.length
  return { text: from.slice(start, end), end }
}

/** A cell in quotes, with doubled quotes inside. Without a closing quote it is a plain text. */
function quoted(from: string, start: number): { text: string; end: number } {
  const [whole, inside = ''] = /^"((?:[^"]|"")*)"(?=[\t\r\n]|$)/.exec(from.slice(start)) ?? []
  if (whole === undefined) return bare(from, start)
  return { text: inside.replaceAll('""', '"'), end: start + whole.length }
}

export function writeTable(rows: string[][]): string {
  const cell = (text: string) => (/[\t\r\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return rows.map((row) => row.map(cell).join('\t')).join('\n')
}
