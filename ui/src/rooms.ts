/** What stands on the screens beside the orders and outlives them: made for each shop, and read behind the first picture. */
import { Bench } from './pack/bench.svelte'
import { Shelf } from './stock/shelf.svelte'

export default { Bench, Shelf }
