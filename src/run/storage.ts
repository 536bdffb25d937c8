import * as Effect from "effect/Effect"
import type { ConnectionTarget } from "../dialect/connection.ts"
import { RepoDialect } from "../dialect/repo.ts"
import type { Storage, StorageOptions } from "../dialect/storage.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import { nearest } from "../migration/nearest.ts"
import { invalid, type Refusal, unsupported } from "../migration/refusal.ts"

/** What `create` and `drop` need of a repo, and what may go wrong. */
type StorageEffect<A> = Effect.Effect<A, DatabaseError | Refusal, RepoDialect>

/** Which database a repo is, for people: `blog at db.example:5432`. */
export const locateDatabase = (target: ConnectionTarget): StorageEffect<string> =>
  Effect.flatMap(storage, ({ locate }) => locate(target))

/** Makes the database of a repo (Ecto's `create`); `false` where it is there already. */
export const createDatabase = (target: ConnectionTarget, options: StorageOptions): StorageEffect<boolean> =>
  Effect.flatMap(storageFor(target, options), ({ create }) => create(target, options))

/** Drops the database of a repo (Ecto's `drop`); `false` where there is none. */
export const dropDatabase = (
  target: ConnectionTarget,
  request: { readonly force: boolean; readonly options: StorageOptions },
): StorageEffect<boolean> => Effect.flatMap(storageFor(target, request.options), ({ drop }) => drop(target, request))

const storage: StorageEffect<Storage> = Effect.flatMap(
  RepoDialect,
  ({ name, storage: found }) =>
    found === undefined
      ? Effect.fail(
        unsupported(
          `The dialect ${name} can neither create nor drop a database.`,
          "Do it with the server's own tools.",
        ),
      )
      : Effect.succeed(found),
)

const storageFor = Effect.fnUntraced(function*({ repo }: ConnectionTarget, options: StorageOptions) {
  const { name } = yield* RepoDialect
  const found = yield* storage
  const unknown = Object.keys(options).find((option) => !found.options.includes(option))
  if (unknown === undefined) return found
  const near = nearest(unknown, found.options)
  const known = found.options.length === 0 ? "It has none." : `There is: ${found.options.join(", ")}.`
  return yield* invalid(
    `Repo ${repo}: ${name} knows no storage option "${unknown}".`,
    near === undefined ? known : `Did you mean "${near}"?`,
  )
})
