/** What the first picture shows is on its way before the code of the screens is read. */
import { app } from './app.svelte'
import { askForFirst } from './orders/firstList'
import { route } from './route.svelte'
import { openShop } from './shops.svelte'
import { warmUp } from './warm'

/** How long the frame around the orders waits for them, in milliseconds: both in one picture are there sooner than one after the other. */
const PATIENCE = 200

/** Resolves when the state of the app is here, and where the orders are in view their list, or it takes too long. */
export async function begin(): Promise<void> {
  app.start()
  if (route.screen === 'orders') askForFirst()
  const warm = warmUp()
  await app.settled()
  const orders = firstOrders()
  await Promise.race([Promise.all([warm, orders]), new Promise((over) => setTimeout(over, PATIENCE))])
}

/** Asks for the list that is seen first, if it is one of orders. */
async function firstOrders(): Promise<void> {
  const shop = app.state?.shop
  if (!shop || route.screen !== 'orders') return
  const { desk } = openShop(shop)
  desk.start()
  await desk.list.settled()
}
