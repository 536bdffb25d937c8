import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { join } from "node:path"
import type { DatabaseError } from "sterna/dialect"
import { isShared, readText } from "./files.ts"
import type { PostgresHost } from "./host.ts"
import { passwordOf, type PasswordQuestion } from "./password-file.ts"
import type { Settings } from "./settings.ts"

/**
 * A host with its password: the one that was set, else that of the password file (manual, 34.16). A file that others may
 * read is passed over with a warning, as libpq does.
 */
export const readPassword = Effect.fnUntraced(function*(
  { passfile, password }: Settings,
  question: PasswordQuestion,
  home: string,
): Effect.fn.Return<PostgresHost, DatabaseError> {
  if (password !== undefined) return withPassword(question.host, password.value)
  const file = passfile?.value ?? join(home, ".pgpass")
  const text = yield* readText(file)
  const found = text === undefined ? undefined : passwordOf(text, question)
  if (found === undefined) return question.host
  if (!isShared(file, { byRootWithGroup: false })) return withPassword(question.host, found)
  yield* Effect.logWarning(`The password file ${file} is not used, because others may read it: chmod 0600 ${file}`)
  return question.host
})

const withPassword = (host: PostgresHost, password: string): PostgresHost => ({
  ...host,
  password: Redacted.make(password),
})
