import { dirname } from "node:path"
import type { PostgresHost } from "./host.ts"
import { socketFolders } from "./socket-folder.ts"

/** What a line of a password file is compared with. */
export interface PasswordQuestion {
  readonly host: PostgresHost
  readonly database: string
  readonly user: string
}

/**
 * The password of the first line of a password file that fits (manual, 34.16): `host:port:database:user:password`, where
 * `*` fits everything and a backslash takes its meaning from a colon or backslash.
 */
export function passwordOf(text: string, { database, host, user }: PasswordQuestion): string | undefined {
  const wanted = [hostName(host), String(host.port), database, user]
  for (const line of text.split(/\r?\n|\r$/)) {
    if (line.startsWith("#")) continue
    const fields = fieldsOf(line)
    const password = fields[4]?.text
    const fits = wanted.every((value, index) => {
      const field = fields[index]
      return field !== undefined && (field.raw === "*" || field.text === value)
    })
    if (fits && password !== undefined && password !== "") return password
  }
  return undefined
}

/** A socket in a usual folder is `localhost`, another is its folder. */
function hostName(host: PostgresHost): string {
  if (host.kind === "tcp") return host.name
  const folder = dirname(host.path)
  return socketFolders.includes(folder) ? "localhost" : folder
}

interface Field {
  readonly raw: string
  readonly text: string
}

/** The first five fields of a line; a colon in the password need not be escaped. */
function fieldsOf(line: string): ReadonlyArray<Field> {
  const [, ...raw] = /^((?:\\.|[^\\:])*):((?:\\.|[^\\:])*):((?:\\.|[^\\:])*):((?:\\.|[^\\:])*):(.*)$/.exec(line) ?? []
  return raw.map((field) => ({ raw: field, text: field.replaceAll(/\\(.)/g, "$1") }))
}
