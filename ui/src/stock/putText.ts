/**
 * Puts a text into a field, and the caret behind it where the field has the focus. The selection is taken out of the
 * field meanwhile: where a text goes away that holds it, WebKit paints the whole window anew, which without a GPU
 * takes longer than a frame.
 */
export function putText(field: HTMLInputElement, text: string) {
  if (field.value === text) return
  const hasFocus = document.activeElement === field
  if (hasFocus) getSelection()?.removeAllRanges()
  field.value = text
  if (hasFocus) field.setSelectionRange(text.length, text.length)
}
