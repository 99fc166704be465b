/** What the first picture needs of the system is looked up while Rust still answers. */
import { count, when } from './format'

const TYPEFACES = ['Inter', "'JetBrains Mono'"]

/** The sizes and weights that the frame and the orders are written in. */
const FONTS = ['400 12px', '500 12px', '600 12px', '400 13px', '500 13px', '600 13px', '600 17px']

/** Those of the panel and of the dialogs besides. */
const FONTS_LATER = ['500 11px', '600 14px', '600 15px']

/** Making a font takes longer than laying out everything that is written in it. */
function warmFonts(fonts: HTMLElement[]) {
  const sample = document.createElement('div')
  sample.className = 'unseen'
  sample.ariaHidden = 'true'
  sample.append(...fonts)
  document.body.append(sample)
  void sample.offsetWidth
  sample.remove()
}

/** What none of our typefaces has: the first such letter takes the system as long as all others together. */
const FOREIGN = '文'

/** Of a font as the page uses it: figures of one width make it another one than the same font without. */
function letter(font: string, family: string, sample = 'a'): HTMLElement {
  const span = document.createElement('span')
  const [weight = '', size = ''] = font.split(' ')
  Object.assign(span.style, { fontWeight: weight, fontSize: size, fontFamily: family })
  span.textContent = sample
  return span
}

/** Resolves when the typeface is here, for what is laid out without it is laid out twice. Where it can't be read, the system's is there. */
export async function warmUp(): Promise<void> {
  count(0)
  when(new Date(0).toISOString(), Date.now())
  await Promise.all(TYPEFACES.map((name) => document.fonts.load(`13px ${name}`))).catch(() => [])
  const ours = [...FONTS.map((font) => letter(font, 'var(--sans)')), letter('400 12px', 'var(--mono)')]
  warmFonts([...ours, letter('400 13px', 'var(--sans)', FOREIGN)])
}

/** What nobody sees before something is opened, while nobody waits. */
export function warmMore() {
  warmFonts(FONTS_LATER.map((font) => letter(font, 'var(--sans)')))
}
