import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { connect } from "../../../../plugins/mysql/connection.ts"
import { freePort } from "../../../../scripts/servers/free-port.ts"
import { mysqlUrl } from "../../../servers/mysql.ts"
import { serveDeaf as serve } from "../../listening.ts"
import { target } from "./target.ts"

/** Why a URL cannot be connected to. */
const failure = (url: string) => Effect.runPromise(Effect.scoped(Effect.flip(connect(target(url)))))

const changed = (change: (url: URL) => void): string => {
  const url = new URL(mysqlUrl())
  change(url)
  return url.href
}

test("nothing listens there", async () => {
  const port = await freePort()
  const error = await failure(`mysql://root@127.0.0.1:${port}/blog`)
  expect(error).toMatchObject({ kind: "unreachable", code: "ECONNREFUSED" })
  expect(error.message).toBe(
    `Nothing accepts connections at 127.0.0.1:${port} (ECONNREFUSED). Start the server, or check host and port.`,
  )
})

test("a name that nobody has", async () => {
  const error = await failure("mysql://root@nowhere.invalid/blog")
  expect(error.kind).toBe("unreachable")
  expect(error.message).toContain("The name nowhere.invalid could not be resolved")
})

test("a socket that is not there", async () => {
  const error = await failure("mysql://root@/blog?socket=/nowhere/mysqld.sock")
  expect(error.kind).toBe("unreachable")
  expect(error.message).toContain("There is no socket /nowhere/mysqld.sock")
})

test.each<[string, (url: URL) => void, string, string]>([
  ["a wrong password", (url) => url.password = "geheim", "1045", "does not take the password of the user root"],
  ["no password", (url) => url.password = "", "1045", "does not let the user root in without a password"],
  ["a user who is not there", (url) => url.username = "nobody_here", "1045", "password of the user nobody_here"],
  ["a database that is not there", (url) => url.pathname = "nowhere", "1049", "There is no database \"nowhere\""],
  ["TLS where there is none", (url) => url.searchParams.set("ssl-mode", "REQUIRED"), "", "does not offer TLS"],
])("%s", async (_, change, code, problem) => {
  const error = await failure(changed(change))
  expect(error).toMatchObject({ kind: "unreachable", ...code === "" ? {} : { code } })
  expect(error.message).toContain(problem)
  expect(error.hint).toMatch(/^[A-Z].*\.$/)
  expect(JSON.stringify(error)).not.toContain("geheim")
  expect(JSON.stringify(error)).not.toContain(new URL(mysqlUrl()).password || "\0")
})

test("what answers is no MySQL server", async () => {
  await using server = await serve((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"))
  const error = await failure(`mysql://root@127.0.0.1:${server.port}/blog`)
  expect(error.kind).toBe("unreachable")
  expect(error.message).toMatch(/MySQL or MariaDB server/)
})

test("a server that hangs up", async () => {
  await using server = await serve((socket) => socket.end())
  const error = await failure(`mysql://root@127.0.0.1:${server.port}/blog`)
  expect(error.kind).toBe("unreachable")
  expect(error.message).toContain("closed the connection")
})

test("a server that does not answer in time", async () => {
  await using server = await serve(() => {})
  const error = await failure(`mysql://root@127.0.0.1:${server.port}/blog?connect-timeout=1`)
  expect(error).toMatchObject({ kind: "unreachable", code: "ETIMEDOUT" })
  expect(error.message).toContain(`127.0.0.1:${server.port} did not answer within 1s`)
})

test("a wait for a server that does not answer can be interrupted", async () => {
  const accepted = Promise.withResolvers<void>()
  const gone = Promise.withResolvers<void>()
  await using server = await serve((socket) => {
    accepted.resolve()
    socket.once("close", () => gone.resolve())
  })
  const fiber = Effect.runFork(Effect.scoped(connect(target(`mysql://root@127.0.0.1:${server.port}/blog`))))
  await accepted.promise
  await Effect.runPromise(Fiber.interrupt(fiber))
  await gone.promise
})

test("a charset that is none is no matter of the server", async () => {
  const error = await failure(changed((url) => url.searchParams.set("charset", "klingon")))
  expect(error).toMatchObject({ kind: "misconfigured", problem: "The URL asks for the charset klingon." })
})
