// Finds what a person would point at: visible things of one kind, by what is written on them.
// arguments[0]: the kind; arguments[1]: the words.
const kinds = {
  button: 'button, [role=button], [role=menuitem], [role=menuitemradio], summary',
  field: 'input:not([type=hidden], [type=radio], [type=checkbox]), textarea, select, [role=textbox], [role=searchbox]',
  switch: '[role=switch], input[type=checkbox]',
  choice: '[role=tab], [role=radio], input[type=radio], [role=tablist] button, [role=radiogroup] button, button[aria-pressed]',
  place: 'nav a, nav button, [role=navigation] a, [role=navigation] button',
  row: '[role=row], tr, [role=listitem], li',
  column: '[role=columnheader], th',
  cell: '[role=gridcell], [role=rowheader], td',
  dialog: 'dialog[open], [role=dialog], [role=alertdialog]',
}
const [kind, words] = arguments
const tidy = (text) => (text ?? '').replace(/\s+/g, ' ').trim()
const visible = (element) =>
  element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && element.getClientRects().length > 0
const said = (element) => {
  const by = element.getAttribute('aria-labelledby')
  if (by) return tidy(by.split(' ').map((id) => document.getElementById(id)?.textContent).join(' '))
  if (element.hasAttribute('aria-label')) return tidy(element.getAttribute('aria-label'))
  if (element.labels?.length) return tidy([...element.labels].map((label) => label.innerText).join(' '))
  return tidy(element.innerText) || tidy(element.getAttribute('title')) || tidy(element.getAttribute('placeholder'))
}
// A dialog is in front of everything else: a person can't point behind it.
const dialogs = [...document.querySelectorAll(kinds.dialog)].filter(visible)
const screen = dialogs.at(-1) ?? document
// A radio button may be drawn by its label, so it is the label that is seen and clicked.
const shown = (element) => (element.type === 'radio' ? (element.labels?.[0] ?? element) : element)
const found = [...screen.querySelectorAll(kinds[kind])]
  .map((element) => [shown(element), said(element)])
  .filter(([element]) => element && visible(element))
if (kind === 'row' || kind === 'cell' || kind === 'dialog') {
  return found.filter(([element, name]) => name.includes(words) || tidy(element.textContent).includes(words)).map(([element]) => element)
}
// A count or a hint may stand behind the words: "Orders 148".
const exact = found.filter(([, name]) => name === words)
const longer = found.filter(([, name]) => name.startsWith(words) && /^[^\p{L}]/u.test(name.slice(words.length)))
return (exact.length ? exact : longer).map(([element]) => element)
