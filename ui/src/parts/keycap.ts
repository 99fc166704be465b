/** The key that goes with a letter for a command, as it is printed on this computer's keyboard. */
export const commandKey = /mac/i.test(navigator.userAgent) ? '⌘' : 'Ctrl'
