/** The pixels of a length as CSS writes it, which may be a sum of tokens. */
export function span(length: string): number {
  const rule = document.createElement('div')
  rule.className = 'unseen'
  rule.style.width = length
  document.body.append(rule)
  const pixels = rule.offsetWidth
  rule.remove()
  return pixels
}
