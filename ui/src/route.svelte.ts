/** Where the person is: the part of the address after `#/`. */
export const screens = ['today', 'orders', 'pack', 'stock', 'activity', 'settings'] as const
/** `connect`: the shop in view once more. `another`: one that isn't here yet. */
export type Screen = (typeof screens)[number] | 'connect' | 'another'

function read(): Screen {
  const name = window.location.hash.replace(/^#\//, '')
  return name === 'connect' || name === 'another' ? name : (screens.find((screen) => screen === name) ?? 'orders')
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
