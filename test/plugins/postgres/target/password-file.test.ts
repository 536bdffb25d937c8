import { expect, test } from "bun:test"
import type { PostgresHost } from "../../../../plugins/postgres/target/host.ts"
import { passwordOf } from "../../../../plugins/postgres/target/password-file.ts"

const db: PostgresHost = { kind: "tcp", name: "db.example", port: 5432 }
const question = { host: db, database: "blog", user: "ada" }

test.each<[line: string, password: string | undefined]>([
  ["db.example:5432:blog:ada:word", "word"],
  ["*:*:*:*:word", "word"],
  ["db.example:5432:*:ada:word:with:colons", "word:with:colons"],
  [String.raw`*:*:*:*:a\:b\\c`, String.raw`a:b\c`],
  ["*:*:*:*:#word\r", "#word"],
  ["# a comment\n\n*:*:*:*:word", "word"],
  ["#*:*:*:*:word", undefined],
  ["other:*:*:*:one\n*:*:*:*:two\n*:*:*:*:three", "two"],
  ["other:5432:blog:ada:word", undefined],
  ["db.example:6432:blog:ada:word", undefined],
  ["db.example:5432:Blog:ada:word", undefined],
  ["db.example:5432:blog:eve:word", undefined],
  ["db.example:5432:blog:ada", undefined],
  ["db.example:5432:blog:ada:", undefined],
  [String.raw`\*:*:*:*:word`, undefined],
])("%j", (line, password) => {
  expect(passwordOf(line, question)).toBe(password)
})

test("colons and backslashes in names are escaped", () => {
  const host: PostgresHost = { kind: "tcp", name: "::1", port: 5432 }
  const line = String.raw`\:\:1:5432:b\\log:a\:da:word`
  expect(passwordOf(line, { host, database: "b\\log", user: "a:da" })).toBe("word")
})

test.each([
  ["/run/postgresql/.s.PGSQL.5432", "localhost"],
  ["/tmp/.s.PGSQL.5432", "localhost"],
  ["/srv/sockets/.s.PGSQL.5432", "/srv/sockets"],
])("the socket %s is %s", (path, name) => {
  const host: PostgresHost = { kind: "socket", path, port: 5432 }
  expect(passwordOf(`${name}:5432:*:*:word`, { ...question, host })).toBe("word")
})
