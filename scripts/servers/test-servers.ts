import { type Edition, postgresBinaries } from "./postgres/binaries.ts"
import { type Cluster, startCluster } from "./postgres/cluster.ts"

/** Servers that stand while the tests run. */
export interface TestServers {
  /** What the tests read: `STERNA_TEST_POSTGRES_URL`, or, where there is no server, why, in `STERNA_TEST_POSTGRES_MISSING`. */
  readonly environment: Readonly<Record<string, string>>
  readonly stop: () => Promise<void>
}

/** The variable that names the server of an edition. It counts when it is set already: then nothing is started for it. */
const variables: Readonly<Record<Edition, string>> = {
  installed: "STERNA_TEST_POSTGRES",
  newest: "STERNA_TEST_POSTGRES_NEWEST",
}

/** Starts the servers that no variable names yet. One that cannot be had is reported in the environment. */
export async function startTestServers(
  given: Readonly<Record<string, string | undefined>>,
): Promise<TestServers> {
  const editions = (["installed", "newest"] as const).filter((edition) => !given[`${variables[edition]}_URL`])
  const outcomes = await Promise.all(editions.map(start))
  return {
    environment: Object.fromEntries(outcomes.flatMap(({ environment }) => Object.entries(environment))),
    stop: async () => {
      await Promise.all(outcomes.flatMap(({ cluster }) => cluster?.stop() ?? []))
    },
  }
}

interface Started {
  readonly cluster?: Cluster
  readonly environment: Readonly<Record<string, string>>
}

async function start(edition: Edition): Promise<Started> {
  const variable = variables[edition]
  try {
    const cluster = await startCluster({ binaries: await postgresBinaries(edition) })
    return { cluster, environment: { [`${variable}_URL`]: cluster.url } }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { environment: { [`${variable}_MISSING`]: reason.replaceAll(/\s+/g, " ") } }
  }
}
