import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { requireDataMigrations } from "../config/data-migrations.ts"
import { history } from "../run/history.ts"
import { type CarriedMigration, contentsOf } from "./bundle/contents.ts"
import { CarriedProject } from "./carried.ts"
import { standardOutput } from "./console.ts"
import { dialectsOf } from "./dialects.ts"
import { onEachRepo } from "./each-repo.ts"
import { exitCodes } from "./exit-code.ts"
import { outputFlags, toggle } from "./output-flags.ts"
import { plainOptions } from "./plain-options.ts"
import { inputsOf, projectOf } from "./project.ts"
import { repoFlags, type SettingFlags } from "./repo-flags.ts"
import { reportingErrors } from "./report-error.ts"
import { jsonLine } from "./report/event-json.ts"
import { historyText } from "./report/history-text.ts"
import { styleOf } from "./report/reader.ts"
import { shortChecksum } from "./report/short-checksum.ts"
import { tenantFlags, tenantsOf } from "./tenant-flags.ts"
import { UsageError } from "./usage-error.ts"

/** What `sterna bundle` has put into this executable. */
const showEmbedded = Effect.fnUntraced(function*(given: SettingFlags & { readonly json: boolean }) {
  if ((yield* CarriedProject) === undefined) {
    const problem = "This executable carries no migrations: `sterna bundle --out ./migrate` makes one that does."
    return yield* new UsageError({ problem })
  }
  for (const { migrations, repo } of yield* contentsOf(yield* inputsOf(given))) {
    yield* Console.log(given.json ? jsonLine("Embedded", { repo, migrations }) : embeddedText(repo, migrations))
  }
})

const embeddedText = (repo: string, migrations: ReadonlyArray<CarriedMigration>): string => {
  const lines = migrations.map(({ checksum, name, tag, version }) =>
    `  ${String(version).padEnd(14)}  ${shortChecksum(checksum)}  ${name}${tag === "data" ? "  (data)" : ""}`
  )
  return ["", `Repo: ${repo}`, "", ...lines.length === 0 ? ["  No migration"] : lines, ""].join("\n")
}

/** `sterna history`: only reads. */
export const historyCommand = Command.make(
  "history",
  {
    ...repoFlags,
    ...tenantFlags,
    data: toggle("data", "The data migrations alone"),
    embedded: toggle("embedded", "What a bundle carries, instead of what is applied; asks no database"),
    ...outputFlags,
  },
  (given) =>
    Effect.gen(function*() {
      if (given.embedded) return yield* showEmbedded(given)
      const tenants = yield* tenantsOf(given)
      const { inputs, repos } = yield* projectOf(given)
      if (given.data) yield* Effect.fromResult(requireDataMigrations(repos.map(({ name }) => name), inputs))
      const options = plainOptions(given, { readOnly: true, repos, tenants })
      yield* onEachRepo(repos, options, ({ name: repo, versionsTable: { prefix } }) =>
        Effect.gen(function*() {
          const all = yield* history
          const migrations = given.data ? all.filter(({ tag }) => tag === "data") : all
          const title = tenants === undefined || prefix === undefined ? repo : `${repo}, prefix ${prefix}`
          yield* Console.log(
            given.json
              ? jsonLine("History", { repo, prefix, migrations })
              : historyText(title, migrations, styleOf(standardOutput)),
          )
          return exitCodes.done
        })).pipe(Effect.provide(dialectsOf(inputs)))
    }).pipe(reportingErrors(given.json)),
).pipe(
  Command.withDescription(
    "Shows what is applied: when, in how much time, by which Sterna, and the SHA-256 of its file; changes nothing",
  ),
  Command.withExamples([
    { command: "sterna history", description: "What was applied, in that order" },
    { command: "sterna history --json", description: "With whole checksums" },
  ]),
)
