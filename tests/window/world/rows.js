// The words in each cell of the table on the screen, from the top; a recycled row may stand anywhere in the document.
// arguments[0]: which cells are meant.
const [meant] = arguments
// The box that selects a row says nothing in words, and neither does the one over all of them.
const isBox = (cell) => cell.querySelector('[role=checkbox]') !== null
const cellsOf = (row) => [...row.querySelectorAll(meant)].filter((cell) => !isBox(cell)).map((cell) => cell.innerText.replace(/\s+/g, ' ').trim())
return (
  [...document.querySelectorAll('[role=row][aria-rowindex]')]
    .sort((a, b) => Number(a.ariaRowIndex) - Number(b.ariaRowIndex))
    .map(cellsOf)
    // A row of one cell is the field that is typed into, laid over its row.
    .filter((cells) => cells.length > 1)
)
