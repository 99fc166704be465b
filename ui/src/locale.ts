/**
 * The first module of the screens' code. A plain `LANG=C` makes WebKitGTK call the language "C", which
 * is none: whatever hands that to `Intl` throws, and the window stays white. So it is put right
 * before any module runs that could.
 */

/** The language of the app's own words, numbers and dates. */
export const LOCALE = 'en-US'

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

export function shimLanguage(navigator: Navigator): void {
  if (isLanguage(navigator.language)) return
  Object.defineProperty(navigator, 'language', { value: LOCALE, configurable: true })
  Object.defineProperty(navigator, 'languages', { value: [LOCALE], configurable: true })
}

shimLanguage(window.navigator)
