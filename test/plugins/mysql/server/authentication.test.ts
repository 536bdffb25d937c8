import { beforeAll, expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { connect } from "../../../../plugins/mysql/connection.ts"
import { type Certificate, makeCertificates } from "../../postgres/server/certificates.ts"
import { temporaryFolder } from "../../sqlite/temporary-folder.ts"
import { publicKey, type Sha2Server, type Sha2ServerOptions, startSha2Server } from "./sha2-server.ts"
import { connected, target } from "./target.ts"

const folder = temporaryFolder()
let tls: Certificate
beforeAll(async () => {
  tls = (await makeCertificates("me")).server
})

const password = "pässwörd 字😀"
const urlOf = ({ port }: Sha2Server, secret: string, parameters = "") =>
  `mysql://me:${encodeURIComponent(secret)}@127.0.0.1:${port}/blog?${parameters}`

/** What the server saw, without the number of the collation that is asked for first. */
const waysOf = ({ seen }: Sha2Server) => seen.filter((each) => !each.startsWith("collation"))

const native = "mysql_native_password"
const sha2 = "caching_sha2_password"
const toSha2 = `switch to ${sha2}`
const unencrypted = "ssl-mode=DISABLED"
const withKey = `${unencrypted}&get-server-public-key=true`

test.each<
  [what: string, options: Omit<Sha2ServerOptions, "password">, parameters: string, ways: ReadonlyArray<string>]
>([
  ["fast, inside TLS", { remembers: true }, "ssl-mode=REQUIRED", ["TLS", sha2, "fast"]],
  ["fast, in the open", { remembers: true }, unencrypted, [native, toSha2, "fast"]],
  ["in full, inside TLS", {}, "", ["TLS", sha2, "clear"]],
  ["in full, in the open, by the key that is sent", {}, withKey, [native, toSha2, "key", "RSA"]],
  ["in full, in the open, as JDBC writes it", {}, `${unencrypted}&allowPublicKeyRetrieval=true`, [
    native,
    toSha2,
    "key",
    "RSA",
  ]],
  ["in full, in the open, by the key of a file", {}, `${unencrypted}&server-public-key-path=key.pem`, [
    native,
    toSha2,
    "RSA",
  ]],
  ["switched to caching_sha2_password, inside TLS", { announced: native }, "", ["TLS", native, toSha2, "clear"]],
  ["switched to caching_sha2_password, fast", { announced: native, remembers: true }, unencrypted, [
    native,
    toSha2,
    "fast",
  ]],
  ["switched to mysql_native_password, inside TLS", { plugin: native }, "", ["TLS", sha2, `switch to ${native}`]],
  ["mysql_native_password, in the open", { plugin: native, announced: native }, unencrypted, [native]],
  ["sha256_password, by the key that is sent", { plugin: "sha256_password" }, withKey, [
    native,
    "switch to sha256_password",
    "key",
    "RSA",
  ]],
])("%s", async (_, options, parameters, ways) => {
  await writeFile(join(folder(), "key.pem"), publicKey)
  await using server = await startSha2Server({
    ...options,
    password,
    ...parameters.includes("DISABLED") ? {} : { tls },
  })
  const version = await connected(
    urlOf(server, password, parameters),
    (connection) => Effect.succeed(connection.server),
    { directory: folder() },
  )
  expect(version).toEqual({ flavour: "mysql", version: "8.4.0" })
  expect(waysOf(server)).toEqual([...ways])
})

test.each<[plugin: "caching_sha2_password" | "mysql_native_password", parameters: string]>([
  [sha2, ""],
  [sha2, unencrypted],
  [native, ""],
  [native, unencrypted],
])("no password at all, by %s with %p", async (plugin, parameters) => {
  await using server = await startSha2Server({ plugin, password: "", tls })
  await connected(urlOf(server, "", parameters), () => Effect.void)
  expect(waysOf(server)).not.toContain("key")
})

test.each([["", 45, "utf8mb4_general_ci"], ["charset=utf8mb4_bin", 46, "utf8mb4_bin"], [
  "charset=utf8mb4_0900_ai_ci",
  255,
  "utf8mb4_0900_ai_ci",
]])("with %p, the greeting asks for collation %d, which is restored as %s", async (parameters, number, collation) => {
  await using server = await startSha2Server({ password, remembers: true })
  await connected(
    urlOf(server, password, parameters),
    (connection) => Effect.ignore(connection.restoreSettings?.([]) ?? Effect.die("There is no way to restore them.")),
  )
  expect(server.seen[0]).toBe(`collation ${number}`)
  expect(server.seen.at(-1)).toBe(`SET NAMES utf8mb4 COLLATE ${collation}`)
})

test("a session is made anew by the plugin of its account", async () => {
  await using server = await startSha2Server({ password, remembers: true })
  await connected(urlOf(server, password), (connection) => connection.reset ?? Effect.die("There is no reset."))
  expect(waysOf(server)).toEqual([native, toSha2, "fast", toSha2, "fast"])
})

/** Why nobody is let in. */
const failure = async (server: Sha2Server, secret: string, parameters: string) => {
  const error = await Effect.runPromise(
    Effect.scoped(Effect.flip(connect(target(urlOf(server, secret, parameters), { directory: folder() })))),
  )
  expect(error.kind).toBe("unreachable")
  expect(error).not.toHaveProperty("transient", true)
  expect(error.hint).toMatch(/^[A-Z].*\.$/)
  expect(`${error.message}${JSON.stringify(error)}`).not.toContain(secret)
  return error
}

test.each<[what: string, options: Partial<Sha2ServerOptions>, parameters: string, code: string, problem: string]>([
  ["a wrong password inside TLS", {}, "ssl-mode=REQUIRED", "1045", "does not take the password of the user me"],
  [
    "a wrong password that was remembered",
    { remembers: true },
    "ssl-mode=REQUIRED",
    "1045",
    "does not take the password",
  ],
  ["a wrong password by the key", {}, withKey, "1045", "does not take the password of the user me"],
  ["a server without a key", { publicKey: null }, withKey, "1045", "without an RSA key of its own says the same"],
  ["a server that sends no key", { publicKey: "no key" }, withKey, "", "has sent no RSA key"],
  ["the key may not be asked for", {}, unencrypted, "", "is not encrypted, and the server wants"],
  ["sha256_password in the open", { plugin: "sha256_password" }, unencrypted, "", "is not encrypted"],
  [
    "a password in clear in the open",
    { plugin: "mysql_clear_password" },
    unencrypted,
    "",
    "in clear text",
  ],
])("refused: %s", async (_, options, parameters, code, problem) => {
  await using server = await startSha2Server({ password, tls, ...options })
  const error = await failure(server, "geheim", parameters)
  expect(error.code ?? "").toBe(code)
  expect(error.message).toContain(problem)
})

test("whoever stands between and has no TLS learns nothing that opens the server", async () => {
  await using server = await startSha2Server({ password })
  const error = await failure(server, password, "")
  expect(error.message).toBe(
    `The connection to 127.0.0.1:${server.port} is not encrypted, and the server wants the password of the user me itself. `
      + "Connect with ssl-mode=REQUIRED. Only where nobody can stand between: get-server-public-key=true, to take the RSA "
      + "key that is sent, or server-public-key-path=…, a copy of the server's.",
  )
  expect(waysOf(server)).toEqual([native, toSha2])
})

test("another server's key of a file opens nothing", async () => {
  await writeFile(join(folder(), "key.pem"), publicKey.replace(/[a-z]/i, "-"))
  await using server = await startSha2Server({ password })
  const error = await Effect.runPromise(Effect.scoped(Effect.flip(connect(
    target(urlOf(server, password, "server-public-key-path=key.pem"), { directory: folder() }),
  ))))
  expect(error).toMatchObject({ kind: "misconfigured", problem: expect.stringContaining("holds no public key in PEM") })
  expect(server.seen).toEqual([])
})
