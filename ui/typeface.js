/**
 * Makes the typefaces of the screens: Inter, and JetBrains Mono for ids and numbers that are compared, cut down to the
 * characters and weights that are written with them, and not packed. With the system's own the window starts later: each
 * family in each size and weight is a search through all fonts there are. What these lack (Thai, Chinese, Japanese,
 * Korean) still comes from the system.
 */
import { readFile, writeFile } from 'node:fs/promises'

import subsetFont from 'subset-font'

/** First and last code points. */
const ASCII = [[0x20, 0x7e]]
const RANGES = [
  ...ASCII,
  [0xa0, 0x17f], // Latin-1 and Latin Extended-A: Europe and the Americas
  [0x1a0, 0x1a1], // O and U with a horn: Vietnamese
  [0x1af, 0x1b0],
  [0x218, 0x21b], // S and T with a comma: Romanian
  [0x2b0, 0x2ff], // letters that modify
  [0x300, 0x309], // marks on their own, for text that is written apart
  [0x31b, 0x31b],
  [0x323, 0x323],
  [0xe3f, 0xe3f], // baht
  [0x1ea0, 0x1ef9], // Vietnamese
  [0x2010, 0x203a], // dashes, quotation marks, bullets
  [0x20a0, 0x20bf], // currencies
  [0x2122, 0x2122],
  [0x2190, 0x2193], // arrows and keys
  [0x21e7, 0x21e7],
  [0x2212, 0x2212],
  [0x2318, 0x2318],
  [0x2325, 0x2325],
  [0x23ce, 0x23ce],
]

const charactersOf = (ranges) => ranges.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, at) => String.fromCodePoint(first + at))).join('')

async function cut(whole, name, ranges, variationAxes = {}) {
  const typeface = await subsetFont(await readFile(new URL(`node_modules/${whole}`, import.meta.url)), charactersOf(ranges), {
    targetFormat: 'sfnt',
    variationAxes,
    // Nothing that would change what a buyer wrote, like an arrow made of two signs.
    keepFeatures: ['ccmp', 'kern', 'locl', 'mark', 'mkmk', 'tnum'],
    noHinting: true,
    // Whose it is, and its licence, go with it.
    preserveNameIds: [0, 13, 14],
  })
  await writeFile(new URL(`src/look/${name}`, import.meta.url), typeface)
}

await cut('inter-ui/variable/InterVariable.woff2', 'inter.ttf', RANGES, { wght: { min: 400, max: 600, default: 400 }, opsz: 14 })
await cut('@fontsource/jetbrains-mono/files/jetbrains-mono-latin-400-normal.woff2', 'jetbrains-mono.ttf', ASCII)
