import { expect, test } from "bun:test"
import * as Result from "effect/Result"
import { databaseFile } from "../../../plugins/sqlite/database-file.ts"

test.each([
  ["sqlite:blog.db", "/project/blog.db"],
  ["sqlite:./data/blog.db", "/project/data/blog.db"],
  ["sqlite:../blog.db", "/blog.db"],
  ["sqlite:/var/blog.db", "/var/blog.db"],
  ["sqlite:///var/blog.db", "/var/blog.db"],
  ["sqlite:a%20b%3Fc%23d%25.db", "/project/a b?c#d%.db"],
  ["sqlite:%C3%A9.db", "/project/é.db"],
  ["sqlite:a:b@c.db", "/project/a:b@c.db"],
  ["sqlite::memory:", ":memory:"],
  ["libsql:blog.db", "/project/blog.db"],
])("%s is %s", (url, file) => {
  expect(databaseFile(url, "/project")).toEqual(Result.succeed(file))
})

test.each([
  ["sqlite:", "names no file"],
  ["sqlite://", "names no file"],
  ["sqlite://db.example/blog.db", "names a host, \"db.example\""],
  ["sqlite://ada:secret@db.example/blog.db", "names a host, \"db.example\""],
  ["sqlite:blog.db?mode=ro", "%3F"],
  ["sqlite:blog.db#main", "%23"],
  ["sqlite:blog%.db", "%25"],
  ["sqlite:blog%ff.db", "%25"],
  ["sqlite:blog%00.db", "NUL"],
  ["sqlite:data/", "Add the name of the file"],
  ["sqlite:///:memory:", "sqlite::memory:"],
])("%s is refused: %s", (url, part) => {
  const result = databaseFile(url, "/project")
  const error = Result.isFailure(result) ? result.failure : undefined
  expect(error?.kind).toBe("misconfigured")
  expect(error?.message).toContain(part)
  expect(error?.message).not.toContain("secret")
})
