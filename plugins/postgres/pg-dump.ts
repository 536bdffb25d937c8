import * as Effect from "effect/Effect"
import { type Refusal, runProgram, type Server, unsupported } from "sterna/dialect"

/** An installed pg_dump. */
export interface PgDump {
  /** Its path. */
  readonly program: string
  /** It reads servers of its own major version and of older ones. */
  readonly refuseOlder: (server: Server) => Effect.Effect<void, Refusal>
}

/** Finds pg_dump on the PATH. Refuses where there is none, and says how to get it. */
export const findPgDump: Effect.Effect<PgDump, Refusal> = Effect.gen(function*() {
  const program = Bun.which("pg_dump")
  if (program === null) {
    return yield* unsupported(
      "`sterna dump` runs pg_dump, and there is none on the PATH.",
      howToGet("the server's version"),
    )
  }
  const { stdout } = yield* runProgram([program, "--version"], process.env)
  const version = versionOf(stdout)
  const refuseOlder = ({ version: wanted }: Server) =>
    majorOf(version) < majorOf(wanted)
      ? Effect.fail(
        unsupported(
          `${program} is of version ${version}, and cannot read a server of ${wanted}.`,
          howToGet(`version ${majorOf(wanted)}`),
        ),
      )
      : Effect.void
  return { program, refuseOlder }
})

const howToGet = (version: string): string =>
  `Install PostgreSQL's client programs, of ${version} or newer: on Debian and Ubuntu the package postgresql-client, on `
  + "Alpine postgresql-client, on macOS libpq by Homebrew, elsewhere see postgresql.org/download. Nothing was written."

/** `pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)` */
const versionOf = (said: string): string => /\)\s+(\S+)/.exec(said)?.[1] ?? said.trim()

const majorOf = (version: string): number => Number.parseInt(version, 10)
