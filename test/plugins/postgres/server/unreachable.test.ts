import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { connect } from "../../../../plugins/postgres/connection.ts"
import { freePort } from "../../../../scripts/servers/free-port.ts"
import { postgresUrl } from "../../../servers/postgres.ts"
import { serveDeaf as serve } from "../../listening.ts"
import { target } from "./target.ts"

/** Why a URL cannot be connected to. */
const failure = (url: string) => Effect.runPromise(Effect.scoped(Effect.flip(connect(target(url)))))

const changed = (change: (url: URL) => void): string => {
  const url = new URL(postgresUrl())
  change(url)
  return url.href
}

test("nothing listens there", async () => {
  const port = await freePort()
  const error = await failure(`postgres://postgres@127.0.0.1:${port}/blog`)
  expect(error).toMatchObject({ kind: "unreachable", code: "ECONNREFUSED" })
  expect(error.message).toBe(
    `Nothing accepts connections at 127.0.0.1:${port} (ECONNREFUSED). Start the server, or check host and port.`,
  )
})

test("a name that nobody has", async () => {
  const error = await failure("postgres://postgres@nowhere.invalid/blog")
  expect(error.kind).toBe("unreachable")
  expect(error.message).toContain("The name nowhere.invalid could not be resolved")
})

test("a socket that is not there", async () => {
  const error = await failure("postgres:///blog?host=/nowhere")
  expect(error.kind).toBe("unreachable")
  expect(error.message).toContain("There is no socket /nowhere/.s.PGSQL.5432")
})

test.each<[string, (url: URL) => void, string, string]>([
  ["a wrong password", (url) => url.password = "geheim", "28P01", "does not take the password of the role postgres"],
  ["no password", (url) => url.password = "", "28P01", "asks for a password of the role postgres, and there is none"],
  ["a role that is not there", (url) => url.username = "nobody_here", "28P01", "password of the role nobody_here"],
  ["a database that is not there", (url) => url.pathname = "nowhere", "3D000", "There is no database \"nowhere\""],
  ["TLS where there is none", (url) => url.searchParams.set("sslmode", "require"), "", "does not offer TLS"],
])("%s", async (_, change, code, problem) => {
  const error = await failure(changed(change))
  expect(error).toMatchObject({ kind: "unreachable", ...code === "" ? {} : { code } })
  expect(error.message).toContain(problem)
  expect(error.hint).toMatch(/^[A-Z].*\.$/)
  expect(JSON.stringify(error)).not.toContain("geheim")
  expect(JSON.stringify(error)).not.toContain(new URL(postgresUrl()).password || "\0")
})

test("what answers is no PostgreSQL server", async () => {
  await using server = await serve((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"))
  const error = await failure(`postgres://postgres@127.0.0.1:${server.port}/blog?sslmode=require`)
  expect(error.message).toContain("What answers is no PostgreSQL server")
})

test("a server that hangs up", async () => {
  await using server = await serve((socket) => socket.end())
  const error = await failure(`postgres://postgres@127.0.0.1:${server.port}/blog?sslmode=disable`)
  expect(error.kind).toBe("unreachable")
  expect(error.message).toContain("closed the connection")
})

test("a server that does not answer in time", async () => {
  await using server = await serve(() => {})
  const error = await failure(`postgres://postgres@127.0.0.1:${server.port}/blog?connect_timeout=2`)
  expect(error).toMatchObject({ kind: "unreachable", code: "ETIMEDOUT" })
  expect(error.message).toContain(`127.0.0.1:${server.port} did not answer within 2s`)
})

test.each(["disable", "prefer", "require"])(
  "a wait for a server that does not answer can be interrupted: sslmode=%s",
  async (mode) => {
    const heard = Promise.withResolvers<void>()
    const gone = Promise.withResolvers<void>()
    await using server = await serve((socket) => {
      socket.once("data", () => heard.resolve())
      socket.once("close", () => gone.resolve())
    })
    const fiber = Effect.runFork(
      Effect.scoped(connect(target(`postgres://postgres@127.0.0.1:${server.port}/blog?sslmode=${mode}`))),
    )
    await heard.promise
    await Effect.runPromise(Fiber.interrupt(fiber))
    await gone.promise
  },
)

test("of several hosts, the first that will do", async () => {
  const { hostname, password, port } = new URL(postgresUrl())
  const hosts = `127.0.0.1:${await freePort()},${hostname}:${port}`
  const url = `postgres://postgres:${password}@${hosts}/postgres`
  const rows = await Effect.runPromise(
    Effect.scoped(Effect.flatMap(connect(target(url)), (connection) => connection.query("SELECT 1 AS one"))),
  )
  expect(rows).toEqual([{ one: 1 }])
  const error = await failure(`${url}?target_session_attrs=standby`)
  expect(error.message).toContain("None of the hosts could be connected to: Nothing accepts connections at 127.0.0.1:")
  expect(error.message).toContain("is not standby, as target_session_attrs asks for")
})
