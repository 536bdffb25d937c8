import * as Effect from "effect/Effect"
import { Repo } from "../dialect/repo.ts"
import type { MigrationRefused } from "../run/run-error.ts"
import { type Cases, type ConformanceCase, conformanceCase, equals, holds } from "./conformance-case.ts"
import { memoryHistory } from "./memory-history.ts"
import { base, type Sample } from "./sample.ts"
import { columnSamples } from "./samples/column-samples.ts"
import { indexSamples } from "./samples/index-samples.ts"
import { otherSamples } from "./samples/other-samples.ts"
import { referenceSamples } from "./samples/reference-samples.ts"
import { tableSamples } from "./samples/table-samples.ts"
import type { ConformanceWords, Subject } from "./subject.ts"

/** A sample of every word of the language, with each of its options. */
export const samples = (words: ConformanceWords): ReadonlyArray<Sample> =>
  [tableSamples, columnSamples, referenceSamples, indexSamples, otherSamples].flatMap((part) => part(words))

/** Every word of the language, run forward and back. */
export const languageCases: Cases = (subject) =>
  samples(subject.options.words ?? {}).map((sample) => languageCase(subject, sample))

const languageCase = (subject: Subject, { migration, name }: Sample): ConformanceCase =>
  conformanceCase(
    `language: ${name}`,
    "It runs forward and back, and leaves the schema as it was; or it is refused by name, as `unsupported`, "
      + "before anything is sent.",
    Effect.gen(function*() {
      const history = yield* memoryHistory(subject)
      const { schema = () => Effect.void } = subject.options
      // What is left behind is seen in the schema, or else when the migration runs once more.
      const rounds = subject.options.schema === undefined ? [1, 2] : [1]
      const forthAndBack = Effect.gen(function*() {
        const { connection } = yield* Repo
        history.append("base", base)
        yield* history.run("up")
        const before = yield* schema(connection)
        const version = history.append("sample", migration)
        yield* Effect.ensuring(
          Effect.gen(function*() {
            for (const round of rounds) {
              yield* history.run("up")
              yield* history.run("down", { _tag: "ToExclusive", version: version - 1n })
              yield* equals(yield* schema(connection), before, `The schema after way back ${round}`)
            }
          }).pipe(Effect.catchTag("MigrationRefused", refusedByName)),
          Effect.ignore(history.run("down")),
        )
      })
      yield* history.within(forthAndBack, "unlocked")
    }),
  )

/** The way out for what a database cannot do. */
const refusedByName = ({ refusal }: MigrationRefused) =>
  Effect.andThen(
    equals(refusal.kind, "unsupported", `The kind of the refusal (${refusal.message})`),
    holds(/ has no | cannot | only /.test(refusal.problem), "The refusal names what is not there.", refusal.problem),
  )
