/** A port as it is typed: 1,024 to 65,535, since the ones below are not for a person's programs. */
export function portOf(typed: string): number | null {
  const digits = typed.trim()
  const port = /^\d+$/.test(digits) ? Number(digits) : 0
  return port >= 1024 && port <= 65_535 ? port : null
}
