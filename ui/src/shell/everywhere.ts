/** The actions that are there whatever screen is. */
import type { Action } from '../actions/action'
import { described } from '../actions/catalogue'
import { evenInText } from '../actions/keyboard'
import { app } from '../app.svelte'
import { host, type ShopHealth, type Theme } from '../host'
import { route, type Screen } from '../route.svelte'
import { diagnosis } from '../settings/diagnosis.svelte'
import { text } from '../text'

export type Ways = { go: (screen: Screen) => void; view: (shop: number) => void; showPalette: () => void; showKeys: () => void }

const connected = () => (app.needsConnect ? text.not.needsConnect : null)

const theme = (to: Theme) => ({
  run: () => void app.setTheme(to),
  when: () => (app.state?.theme === to ? text.not.inUse : null),
})

export function everywhere({ go, showPalette, showKeys }: Ways): Action[] {
  return described({
    'go.today': { run: () => go('today') },
    'go.orders': { run: () => go('orders') },
    'go.pack': { run: () => go('pack') },
    'go.stock': { run: () => go('stock') },
    'go.activity': { run: () => go('activity') },
    'go.settings': { run: () => go('settings') },
    'shops.connect': { run: () => route.go('connect'), when: () => (app.needsConnect ? null : text.not.connected) },
    'shops.another': { run: () => route.go('another') },
    'app.palette': { run: showPalette, hears: evenInText },
    'app.keys': { run: showKeys },
    // Also in a field: what else these keys would do is load the page anew, and lose what is being typed.
    'app.sync': { run: () => void app.passing(host().sync_now()), when: connected, hears: evenInText },
    'app.light': theme('light'),
    'app.dark': theme('dark'),
    'app.system': theme('system'),
    'app.data': { run: () => void app.passing(host().open_data_folder()) },
    'app.log': { run: () => void app.passing(host().open_log_folder()) },
    'app.diagnose': { run: () => (go('settings'), void diagnosis.save()) },
  })
}

/** Every shop by its name, the first nine by a digit too; none where there is only one. */
export function viewing(shops: ShopHealth[], view: Ways['view']): Action[] {
  if (shops.length < 2) return []
  return shops.map(({ id, name, region }, at) => ({
    id: `shops.${id}`,
    name: text.palette.view(name),
    group: 'shops' as const,
    keys: at < 9 ? [`Mod+${at + 1}`] : [],
    also: region ?? '',
    run: () => view(id),
    when: () => (app.state?.shop?.id === id ? text.not.inView : null),
    hears: evenInText,
  }))
}
