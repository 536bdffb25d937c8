/** A process that starts a server, prints its URL and socket as one line of JSON, and waits to be killed. */
import { startMariadb } from "../../../../scripts/servers/mysql/mariadb.ts"

const { socket, url } = await startMariadb()
console.log(JSON.stringify({ socket, url }))
await Promise.withResolvers<never>().promise
