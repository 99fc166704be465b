/** Code that the first picture does without: it is read behind that, or when it is asked for before. */

/** Gives the code, and reads it no more than once. */
export interface Later<Code> {
  (): Promise<Code>
  /** The code, once it is read. */
  readonly here: Code | null
}

type Load<Code> = () => Promise<{ default: Code }>

const wantedSoon: Later<unknown>[] = []
const wantedLater: Later<unknown>[] = []

function given<Code>(load: Load<Code>, among: Later<unknown>[]): Later<Code> {
  let read: Promise<Code> | undefined
  let here: Code | null = null
  const give = () => (read ??= load().then((code) => (here = code.default)))
  const code = Object.defineProperty(give, 'here', { get: () => here }) as Later<Code>
  among.push(code)
  return code
}

/** What the orders may want in the very next moment: read as soon as their first picture is there. */
export const soon = <Code>(load: Load<Code>) => given(load, wantedSoon)

/** What stands on other screens, or is opened now and then: read while nobody waits. */
export const later = <Code>(load: Load<Code>) => given(load, wantedLater)

export const readSoon = () => Promise.all(wantedSoon.map((give) => give()))
export const readLater = () => Promise.all(wantedLater.map((give) => give()))
