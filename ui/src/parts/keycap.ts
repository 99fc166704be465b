/** The keys that go with a letter for a command, as they are printed on this computer's keyboard. */
const isMac = /mac/i.test(navigator.userAgent)

export const commandKey = isMac ? '⌘' : 'Ctrl'
export const altKey = isMac ? '⌥' : 'Alt'
