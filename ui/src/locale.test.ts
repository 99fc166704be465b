import { expect, it } from 'vitest'

import { shimLanguage } from './locale'

const navigator = (language: string) => ({ language, languages: [language] }) as unknown as Navigator

it('a language that is none, as WebKitGTK has under LANG=C, becomes one that Intl takes', () => {
  const broken = navigator('C')
  shimLanguage(broken)
  expect(() => new Intl.NumberFormat(broken.language)).not.toThrow()
  expect(broken.languages).toEqual(['en-US'])
})

it('a real language is left alone', () => {
  const thai = navigator('th-TH')
  shimLanguage(thai)
  expect(thai.language).toBe('th-TH')
})
