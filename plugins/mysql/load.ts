import * as Effect from "effect/Effect"
import { DatabaseError, loadStructure, type Structure } from "sterna/dialect"
import { lexicon } from "./lexicon.ts"

/** Loads of the same database wait for one another, as they would in a transaction. */
const lock = "CONCAT('sterna load ', SHA1(COALESCE(DATABASE(), '')))"

/** Three hours: the other load ends, or its session does. */
const patienceSeconds = 10_800

/**
 * Runs a structure file on Sterna's own connection, statement by statement, since each change of the schema commits by
 * itself. What it sets of the session, and the lock, are gone with the session's renewal.
 */
export const load: Structure["load"] = (connection, file) =>
  Effect.gen(function*() {
    const [row] = yield* connection.query(`SELECT GET_LOCK(${lock}, ${patienceSeconds}) AS held`)
    if (row?.["held"] !== 1) {
      return yield* new DatabaseError({ kind: "busy", problem: "Another load of this database has not ended" })
    }
    yield* loadStructure(connection, file, { lexicon })
  }).pipe(Effect.ensuring(Effect.ignore(connection.reset ?? Effect.void)))
