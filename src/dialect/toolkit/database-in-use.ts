import { DatabaseError } from "../../migration/database-error.ts"

/** What is said of a database that cannot be dropped since others are connected to it: `others` says who, a name each. */
export const databaseInUse = (
  database: string,
  others: ReadonlyArray<string>,
  { code, sql }: { readonly code?: string; readonly sql?: string } = {},
): DatabaseError => {
  const sessions = others.length === 1 ? "1 other session is" : `${others.length} other sessions are`
  return new DatabaseError({
    kind: "busy",
    problem: `The database ${database} is in use: ${sessions} connected to it`,
    ...code === undefined ? {} : { code },
    ...sql === undefined ? {} : { sql },
    detail: `${some(others)}.`,
    hint: endThem,
  })
}

/** What to do about whoever uses a database. */
export const endThem = "End them, or drop it with --force, which ends them."

/** A list that fits into a message. */
const some = (all: ReadonlyArray<string>): string =>
  all.length > 5 ? `${all.slice(0, 5).join(", ")}, …` : all.join(", ")
