/** A process that starts a cluster, prints its URL and folder as one line of JSON, and waits to be killed. */
import { postgresBinaries } from "../../../../scripts/servers/postgres/binaries.ts"
import { startCluster } from "../../../../scripts/servers/postgres/cluster.ts"

const { folder, url } = await startCluster({ binaries: await postgresBinaries("installed") })
console.log(JSON.stringify({ folder, url }))
await Promise.withResolvers<never>().promise
