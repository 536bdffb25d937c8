import * as Result from "effect/Result"
import { resolve } from "node:path"
import { type DatabaseError, nearest } from "sterna/dialect"
import { refuse } from "./refuse.ts"

/**
 * The options of the `mysql` client that a URL may have behind its `?` (MySQL's manual, 6.2.3), with the other spellings
 * that are in use. Case, `-` and `_` make no difference.
 */
const spellings = {
  socket: ["socket", "unix-socket", "socket-path"],
  "ssl-mode": ["ssl-mode"],
  "ssl-ca": ["ssl-ca", "ssl-root-cert"],
  "ssl-cert": ["ssl-cert"],
  "ssl-key": ["ssl-key"],
  // As JDBC and MariaDB's connectors write them, too.
  "get-server-public-key": ["get-server-public-key", "allow-public-key-retrieval"],
  "server-public-key-path": ["server-public-key-path", "server-rsa-public-key-file"],
  "connect-timeout": ["connect-timeout"],
  charset: ["charset", "default-character-set"],
} as const

/** The name of such an option. */
type Parameter = keyof typeof spellings

/** A relative path in a URL begins at the repo's folder. */
const paths: ReadonlySet<Parameter> = new Set(["socket", "ssl-ca", "ssl-cert", "ssl-key", "server-public-key-path"])

/** What options were set to. */
export type Parameters = Readonly<Partial<Record<Parameter, string>>>

const plain = (name: string): string => name.toLowerCase().replaceAll(/[-_]/g, "")

const names: ReadonlyArray<Parameter> = [
  "socket",
  "ssl-mode",
  "ssl-ca",
  "ssl-cert",
  "ssl-key",
  "get-server-public-key",
  "server-public-key-path",
  "connect-timeout",
  "charset",
]

/** The option that a name in a URL stands for, and its value; an unknown one is refused. */
export function parameterOf(
  name: string,
  value: string,
  directory: string,
): Result.Result<Parameters, DatabaseError> {
  // As JDBC and mysql2 write it.
  if (name === "ssl" && (value === "true" || value === "1")) return Result.succeed({ "ssl-mode": "REQUIRED" })
  if (name === "ssl" && (value === "false" || value === "0")) return Result.succeed({ "ssl-mode": "DISABLED" })
  if (name === "connectTimeout") {
    return refuse(
      "The URL has a connectTimeout, which some drivers take for milliseconds.",
      "Write connect-timeout in seconds.",
    )
  }
  const parameter = names.find((each) => spellings[each].some((spelling) => plain(spelling) === plain(name)))
  if (parameter !== undefined) {
    if (value === "") return Result.succeed({})
    return Result.succeed({ [parameter]: paths.has(parameter) ? resolve(directory, value) : value })
  }
  const near = nearest(name, names)
  return refuse(
    `There is no connection parameter ${name}, which is set by the URL.`,
    near === undefined ? `Leave it out. There are ${names.join(", ")}.` : `Did you mean ${near}?`,
  )
}
