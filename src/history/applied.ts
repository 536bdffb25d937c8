import * as Result from "effect/Result"
import type { Row } from "../migration/context.ts"
import { DatabaseError } from "../migration/database-error.ts"

/** A row of the versions table, as read. What an older table has no column for is undefined. */
export interface Applied {
  readonly version: bigint
  /** As the database writes it. */
  readonly insertedAt: string | undefined
  readonly name: string | undefined
  readonly checksum: string | undefined
  readonly durationMs: number | undefined
  /** The version of Sterna that applied it. */
  readonly sternaVersion: string | undefined
}

/**
 * Takes a row for an applied migration. The version may be a number, or text as dbmate stores it.
 *
 * Fails with `DatabaseError` where it is neither. `table` names the versions table in the message.
 */
export const decodeApplied = (row: Row, table: string): Result.Result<Applied, DatabaseError> => {
  const version = versionOf(row["version"])
  if (version === undefined) {
    return Result.fail(
      new DatabaseError({
        kind: "statement",
        problem: `The table ${table} holds the version ${JSON.stringify(String(row["version"]))}, which is no number.`,
        hint: "If another tool keeps its own versions there, set migrationSource to another name.",
      }),
    )
  }
  return Result.succeed({
    version,
    insertedAt: textOf(row["inserted_at"]),
    name: textOf(row["name"]),
    checksum: textOf(row["checksum"]),
    durationMs: typeof row["duration_ms"] === "number" ? row["duration_ms"] : undefined,
    sternaVersion: textOf(row["sterna_version"]),
  })
}

const versionOf = (value: unknown): bigint | undefined => {
  if (typeof value === "bigint") return value
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : undefined
  return typeof value === "string" && /^\d+$/.test(value) ? BigInt(value) : undefined
}

const textOf = (value: unknown): string | undefined => {
  if (value instanceof Date) return value.toISOString()
  return typeof value === "string" ? value : undefined
}
