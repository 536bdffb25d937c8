import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { contractVersion } from "../doors/dialect.ts"
import { type Cases, conformanceCase, equals, failureOf, holds } from "./conformance-case.ts"
import { targetOf } from "./subject.ts"

/** What a dialect says of itself, and how it meets its server. */
export const connectionCases: Cases = ({ connect, dialect, options }) => [
  conformanceCase(
    "dialect: says what it is",
    "It is of this version of the contract, has a name, and schemes of which the URL has one.",
    Effect.gen(function*() {
      yield* equals(dialect.contract, contractVersion, "The version of the contract")
      yield* holds(dialect.name !== "", "A dialect has a name.")
      yield* holds(
        dialect.schemes.length > 0 && dialect.schemes.every((scheme) => /^[a-z][a-z0-9+.-]*$/.test(scheme)),
        "Schemes are written in lower case and without the colon, and there is one at least.",
        dialect.schemes,
      )
      const scheme = /^[^:]*/.exec(options.url)?.[0].toLowerCase() ?? ""
      yield* holds(dialect.schemes.includes(scheme), `The scheme of the URL, ${scheme}, is one of the dialect's.`)
    }),
  ),
  conformanceCase(
    "connect: greets",
    "The connection says which server answers, and in which version.",
    Effect.gen(function*() {
      const { server } = yield* connect
      yield* holds(server.flavour !== "", "The server has a flavour.", server)
      yield* holds(/^\d/.test(server.version), "The version of a server begins with a digit.", server)
      yield* equals({ ...server, ...options.server }, server, "The server that greets")
    }),
  ),
  conformanceCase(
    "connect: several at once",
    "Two connections answer side by side, and the second goes on when the first has ended.",
    Effect.gen(function*() {
      const second = yield* connect
      yield* Effect.scoped(Effect.flatMap(connect, (first) => first.query("SELECT 1 AS one")))
      const [row] = yield* second.query("SELECT 2 AS two")
      yield* equals(Number(row?.["two"]), 2, "The answer of the second connection")
    }),
  ),
  conformanceCase(
    "connect: unreachable",
    "Where nothing answers, the error is `unreachable`, says a next step or the server's own words, and no password.",
    Effect.gen(function*() {
      const url = options.unreachable ?? nothingAt(options.url)
      const target = targetOf(url, options)
      const error = yield* failureOf(
        Effect.flatMap(dialect.connect(target), (connection) => connection.query("SELECT 1 AS one")),
        "A database that is not there",
      )
      yield* equals(error.kind, "unreachable", "The kind of the error")
      yield* holds(error.message.length > 0, "The error has a message.")
      const password = /\/\/[^/@]*:([^/@]*)@/.exec(Redacted.value(target.url))?.[1] ?? ""
      yield* holds(password === "" || !error.message.includes(password), "The message keeps the password to itself.")
    }),
  ),
]

/** A URL like another one, at which nothing answers. */
const nothingAt = (url: string): string => {
  const parsed = URL.parse(url)
  if (parsed === null || parsed.hostname === "") return `${url}/not/there`
  parsed.port = "1"
  return parsed.href
}
