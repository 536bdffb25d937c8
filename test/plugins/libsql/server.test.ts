import { expect, test } from "bun:test"
import * as Redacted from "effect/Redacted"
import { serverOf } from "../../../plugins/libsql/server.ts"

const found = (url: string, environment = {}) => {
  const server = serverOf(url, environment)
  return server && { address: server.address, token: server.secret && Redacted.value(server.secret) }
}

test("a URL with a host is a server's, with its token apart", () => {
  expect(found("libsql://blog.turso.io?authToken=t")).toEqual({ address: "libsql://blog.turso.io", token: "t" })
  expect(found("libsql+http://127.0.0.1:8080")).toEqual({ address: "http://127.0.0.1:8080/", token: undefined })
  expect(found("libsql://blog.turso.io", { LIBSQL_AUTH_TOKEN: "e" })?.token).toBe("e")
})

test.each(["libsql:blog.db", "libsql:/var/blog.db", "libsql:///var/blog.db", "libsql::memory:"])(
  "%s is a file's",
  (url) => {
    expect(serverOf(url, {})).toBeUndefined()
  },
)
