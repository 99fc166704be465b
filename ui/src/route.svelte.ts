/** Where the person is: the part of the address after `#/`. */
export const screens = ['orders', 'stock', 'activity', 'settings'] as const
export type Screen = (typeof screens)[number] | 'connect'

function read(): Screen {
  const name = window.location.hash.replace(/^#\//, '')
  return name === 'connect' ? name : (screens.find((screen) => screen === name) ?? 'orders')
}

class Route {
  screen = $state<Screen>(read())

  constructor() {
    window.addEventListener('hashchange', () => (this.screen = read()))
  }

  go(screen: Screen) {
    if (this.screen === screen) return
    this.screen = screen
    window.location.hash = `#/${screen}`
  }
}

export const route = new Route()
