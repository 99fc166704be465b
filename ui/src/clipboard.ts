/** Copies a text. False when neither way of the web view lets us. */
export async function copyText(value: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(value)
    return true
  } catch {
    return copyBySelection(value)
  }
}

/** The old way, for web views that keep the asynchronous clipboard to themselves. */
function copyBySelection(value: string): boolean {
  const before = document.activeElement
  const area = document.createElement('textarea')
  area.value = value
  area.className = 'unseen'
  document.body.append(area)
  area.select()
  const copied = document.execCommand('copy')
  area.remove()
  if (before instanceof HTMLElement) before.focus()
  return copied
}

/**
 * Copies a text that is still being made: the web view is asked while the key that wants it is fresh. Throws where the
 * text can't be made; false as above.
 */
export async function copyComing(coming: Promise<string>): Promise<boolean> {
  try {
    const blob = coming.then((text) => new Blob([text], { type: 'text/plain' }))
    // Where there is no such clipboard nobody listens to it.
    blob.catch(() => {})
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })])
    return true
  } catch {
    return copyText(await coming)
  }
}
