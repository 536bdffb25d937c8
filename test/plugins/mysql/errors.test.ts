import { expect, test } from "bun:test"
import { kindOf, lostError, statementError } from "../../../plugins/mysql/errors.ts"
import { missingRight } from "../../../plugins/mysql/missing-right.ts"

test.each([
  [1049, "missing table"],
  [1146, "missing table"],
  [1062, "duplicate"],
  [1586, "duplicate"],
  [1044, "forbidden"],
  [1142, "forbidden"],
  [1227, "forbidden"],
  [1290, "forbidden"],
  [1836, "forbidden"],
  [1205, "busy"],
  [3572, "busy"],
  [1114, "full"],
  [1053, "lost"],
  [1927, "lost"],
  [4031, "lost"],
  [1064, "statement"],
  [1213, "busy"],
  [1020, "busy"],
])("%d is %s", (number, kind) => expect(kindOf(number)).toBe(kind as never))

test.each([
  [
    1142,
    "CREATE command denied to user 'deploy'@'10.0.0.7' for table 'posts'",
    "The user deploy lacks the right CREATE: GRANT CREATE ON `posts` TO 'deploy'@'10.0.0.7'.",
  ],
  [
    1142,
    "INSERT, UPDATE command denied to user 'deploy'@'%' for table `blog`.`posts`",
    "The user deploy lacks the right INSERT, UPDATE: GRANT INSERT, UPDATE ON `blog`.`posts` TO 'deploy'@'%'.",
  ],
  [
    1227,
    "Access denied; you need (at least one of) the SUPER or SYSTEM_VARIABLES_ADMIN privilege(s) for this operation",
    "The user deploy lacks the right SUPER or SYSTEM_VARIABLES_ADMIN: GRANT SUPER ON *.* TO 'deploy'.",
  ],
  [
    1044,
    "Access denied for user 'deploy'@'%' to database 'other'",
    "The user deploy may not use this database, or not in this way: GRANT ALL ON `other`.* TO 'deploy'@'%'.",
  ],
  [1290, "The MySQL server is running with the --read-only option", "This server may only be read"],
])("%d: %s", (number, message, hint) => expect(missingRight(number, message, "deploy")).toStartWith(hint))

test("a connection that ended without a word is told as such", () => {
  expect(lostError(undefined).message).toBe(
    "The connection to the server ended. What was not committed is undone by the server. Run it again when the server "
      + "answers.",
  )
})

test("a table without a key, where MySQL asks for one", () => {
  const refusal = { code: "ER_TABLE_WITHOUT_PK", errno: 3750, fatal: false }
  const error = statementError(
    Object.assign(new Error("Unable to create or change a table without a primary key"), refusal),
    "CREATE TABLE t (a int)",
    { user: "me" },
  )
  expect(error).toMatchObject({ kind: "statement", code: "3750", hint: expect.stringContaining("`primaryKey: true`") })
})
