// The words in each cell of the table on the screen, from the top; a recycled row may stand anywhere in the document.
const rows = [...document.querySelectorAll('[role=row][aria-rowindex]')]
  // A row of one cell is the field that is typed into, laid over its row.
  .filter((row) => row.querySelectorAll('[role=gridcell], [role=rowheader]').length > 1)
rows.sort((a, b) => Number(a.ariaRowIndex) - Number(b.ariaRowIndex))
return rows.map((row) =>
  [...row.querySelectorAll('[role=gridcell], [role=rowheader]')].map((cell) => cell.innerText.replace(/\s+/g, ' ').trim()),
)
