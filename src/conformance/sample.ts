import { add, create, fragment, index, type Migration, migration, type MigrationInput, table } from "../doors/sterna.ts"
import type { ConformanceWords } from "./subject.ts"

/** A word of the language with one of its options, in a migration that can go back. */
export interface Sample {
  /** As it is written: `add(…, { collation })`. */
  readonly name: string
  readonly migration: Migration
}

/** The samples of one part of the language. */
export type Samples = (words: ConformanceWords) => ReadonlyArray<Sample>

/** A sample that goes back through `change`. */
export const change = (name: string, ...commands: Extract<MigrationInput["up"], ReadonlyArray<unknown>>): Sample => ({
  name,
  migration: migration({ change: commands }),
})

/** A sample with other bodies, or outside a transaction. */
export const sample = (name: string, input: MigrationInput): Sample => ({ name, migration: migration(input) })

/** A sample of what only one database has words for, where they are said. */
export const worded = (word: string | undefined, make: (word: string) => Sample): ReadonlyArray<Sample> =>
  word === undefined ? [] : [make(word)]

export const people = "conformance_people"
export const posts = "conformance_posts"
/** For tables that a sample makes itself. */
export const fresh = "conformance_fresh"
/** For a second one. */
export const second = "conformance_second"

/** What every sample stands on. */
export const base: Migration = migration({
  change: [
    create(table(people), [add("name", "string", { null: false, size: 40 }), add("code", "integer")]),
    create(index(people, ["code"], { unique: true, name: "conformance_people_code" })),
    create(index(people, ["id", "code"], { unique: true, name: "conformance_people_id_code" })),
    create(table(posts), [
      add("title", "string", { size: 40 }),
      add("body", "text"),
      add("price", "integer", { null: false, default: 0 }),
      add("amount", "integer", { null: false, default: 1 }),
      add("person_id", "bigint"),
      add("code", "integer"),
      add("published_at", "naive_datetime", { default: fragment("CURRENT_TIMESTAMP") }),
      add("last", "integer"),
    ]),
  ],
})
