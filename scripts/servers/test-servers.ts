import { startMariadb } from "./mysql/mariadb.ts"
import { type Edition, postgresBinaries } from "./postgres/binaries.ts"
import { startCluster } from "./postgres/cluster.ts"

/** Servers that stand while the tests run. */
export interface TestServers {
  /** What the tests read: `STERNA_TEST_POSTGRES_URL`, or, where there is no server, why, in `STERNA_TEST_POSTGRES_MISSING`. */
  readonly environment: Readonly<Record<string, string>>
  readonly stop: () => Promise<void>
}

interface TestServer {
  readonly url: string
  readonly stop: () => Promise<void>
}

const startPostgres = (edition: Edition) => async (): Promise<TestServer> =>
  startCluster({ binaries: await postgresBinaries(edition) })

/** How each server is started, by the variable that names it. It counts when it is set already: then nothing is started. */
const starts: Readonly<Record<string, () => Promise<TestServer>>> = {
  STERNA_TEST_POSTGRES: startPostgres("installed"),
  STERNA_TEST_POSTGRES_NEWEST: startPostgres("newest"),
  STERNA_TEST_MYSQL: () => startMariadb(),
}

/** Starts the servers that no variable names yet. One that cannot be had is reported in the environment. */
export async function startTestServers(
  given: Readonly<Record<string, string | undefined>>,
): Promise<TestServers> {
  const missing = Object.entries(starts).filter(([variable]) => !given[`${variable}_URL`])
  const outcomes = await Promise.all(missing.map(([variable, start]) => started(variable, start)))
  return {
    environment: Object.fromEntries(outcomes.flatMap(({ environment }) => Object.entries(environment))),
    stop: async () => {
      await Promise.all(outcomes.flatMap(({ server }) => server?.stop() ?? []))
    },
  }
}

interface Started {
  readonly server?: TestServer
  readonly environment: Readonly<Record<string, string>>
}

async function started(variable: string, start: () => Promise<TestServer>): Promise<Started> {
  try {
    const server = await start()
    return { server, environment: { [`${variable}_URL`]: server.url } }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { environment: { [`${variable}_MISSING`]: reason.replaceAll(/\s+/g, " ") } }
  }
}
