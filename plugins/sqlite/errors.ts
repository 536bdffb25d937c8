import { constants } from "node:os"
import { DatabaseError, type DatabaseErrorKind } from "sterna/dialect"
import { obstacle } from "./file-rights.ts"
import type { Failure } from "./protocol.ts"

const { EDQUOT, EFBIG, ENOSPC } = constants.errno
/** A quota, a limit of size, the disk's end. */
const noRoom: ReadonlySet<number> = new Set([EDQUOT, EFBIG, ENOSPC])

/** What a failure is, by SQLite's result codes (sqlite.org/rescode.html). */
export function kindOf(
  { code = "", message, systemError }: Pick<Failure, "code" | "message" | "systemError">,
): DatabaseErrorKind {
  if (code.startsWith("SQLITE_BUSY")) return "busy"
  if (code === "SQLITE_CONSTRAINT_PRIMARYKEY" || code === "SQLITE_CONSTRAINT_UNIQUE") return "duplicate"
  if (code === "SQLITE_READONLY_DBMOVED") return "lost"
  if (/^SQLITE_(?:READONLY|CANTOPEN|PERM)/.test(code)) return "forbidden"
  if (code === "SQLITE_FULL" || (code.startsWith("SQLITE_IOERR") && noRoom.has(systemError))) return "full"
  if (message.startsWith("no such table: ")) return "missing table"
  return "statement"
}

/** Whether the same statement may succeed in a while. A snapshot that another has overtaken stays overtaken. */
export const isWaitable = ({ code = "" }: Failure): boolean =>
  code.startsWith("SQLITE_BUSY") && code !== "SQLITE_BUSY_SNAPSHOT"

/**
 * Where in `sql` a failure is, in UTF-16 units: SQLite gives bytes, and for what it parses on the way (a view, a trigger)
 * bytes of another text. So only where the message names what stands there.
 */
export function positionOf({ byteOffset, message }: Failure, sql: string): number | undefined {
  if (byteOffset < 0) return undefined
  const bytes = Buffer.from(sql)
  const position = bytes.subarray(0, byteOffset).toString().length
  const [token = ""] = /^(?:[\p{L}\p{N}_$]+|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|.)/su.exec(sql.slice(position)) ?? []
  const name = token.length > 1 ? token.replace(/^["`[]|["`\]]$/g, "").replaceAll("\"\"", "\"") : token
  return name !== "" && message.includes(name) ? position : undefined
}

/** The error of a statement that was sent to the database in `file`. */
export function statementError(failure: Failure, sql: string, file: string): DatabaseError {
  const position = positionOf(failure, sql)
  const kind = kindOf(failure)
  return new DatabaseError({
    kind,
    problem: failure.message,
    sql,
    ...(failure.code === undefined ? {} : { code: failure.code }),
    ...(position === undefined ? {} : { position }),
    ...advice(kind, failure, file),
  })
}

interface Advice {
  readonly detail?: string
  readonly hint?: string
}

function advice(kind: DatabaseErrorKind, { code = "", message }: Failure, file: string): Advice {
  if (kind === "forbidden") return forbidden(file)
  if (kind === "full") return noRoomFor(`${file} or its journal`)
  const index = /^error in index (.+?) after drop column: /.exec(message)?.[1]
  if (index !== undefined) {
    return {
      detail: `The index ${index} holds the column, and SQLite does not drop it along.`,
      hint: `Drop the index before the column: drop(index(table, columns, { name: ${JSON.stringify(index)} })).`,
    }
  }
  if (kind === "lost") return { detail: `The file ${file} was moved or deleted while it was open.` }
  if (code.startsWith("SQLITE_CORRUPT") || code === "SQLITE_NOTADB") return damaged(file)
  if (code.startsWith("SQLITE_IOERR")) {
    return {
      detail: `The operating system refused to read or write ${file} or its journal.`,
      // Of the database itself the system's number is known, of its journal it is not.
      ...(code === "SQLITE_IOERR_WRITE"
        ? { hint: "See whether a quota, or a limit of the size of files (`ulimit -f`), is used up." }
        : {}),
    }
  }
  return {}
}

/** What to say where a disk, a quota or a limit has no room for something. */
export const noRoomFor = (what: string): Advice => ({
  detail: `There is no room left for ${what}.`,
  hint: "Free some space or raise the limit, then run it again.",
})

/** What to say where writing is forbidden. */
export const forbidden = (file: string): Advice => ({
  detail: obstacle(file) ?? `SQLite may not write to ${file}.`,
  hint: "Give this user the right to write to the file and to its folder.",
})

/** What to say of a file that is no database. */
export const damaged = (file: string): Advice => ({
  detail: `${file} is no SQLite database, or a damaged or an encrypted one.`,
  hint: "Check the path in the URL, or restore the file from a backup. It was left as it is.",
})
