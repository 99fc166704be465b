/** Code that the first picture does without: it is read behind that, or when it is asked for before. */
const known: (() => Promise<unknown>)[] = []

/** The returned function gives the code, and reads it no more than once. */
export function later<Code>(load: () => Promise<{ default: Code }>): () => Promise<Code> {
  let read: Promise<Code> | undefined
  const give = () => (read ??= load().then((code) => code.default))
  known.push(give)
  return give
}

/** Reads all of it, so that none is waited for. */
export function readLater() {
  for (const give of known) void give()
}
