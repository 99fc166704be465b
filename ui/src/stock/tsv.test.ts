import { describe, expect, it } from 'vitest'

import { readTable, writeTable } from './tsv'

describe('a table from the clipboard', () => {
  it.each([
    ['1\t2\n3\t4', [['1', '2'], ['3', '4']]],
    ['1\t2\r\n3\t4\r\n', [['1', '2'], ['3', '4']]],
    ['7', [['7']]],
    ['', [[]]],
    ['\n', [['']]],
    ['1\r2\r\n\n3\n', [['1'], ['2'], [''], ['3']]],
    ['1\n\n', [['1'], ['']]],
    ['1\t\t3', [['1', '', '3']]],
    ['1\t', [['1', '']]],
    ['1\n\n3', [['1'], [''], ['3']]],
    ['"two\nlines"\t"a ""b"""', [['two\nlines', 'a "b"']]],
    ['5" pipe\t"open', [['5" pipe', '"open']]],
  ])('%j is read cell by cell', (pasted, rows) => {
    expect(readTable(pasted)).toEqual(rows)
  })

  it('reads back what was written', () => {
    const rows = [['1', 'a\tb'], ['"q"', 'x\ny']]
    expect(readTable(writeTable(rows))).toEqual(rows)
  })
})
