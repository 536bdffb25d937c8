import { afterAll, beforeAll, expect, test } from "bun:test"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { type Mariadb, startMariadb } from "../../../../scripts/servers/mysql/mariadb.ts"
import { type Certificates, makeCertificates } from "../../postgres/server/certificates.ts"
import { temporaryFolder } from "../../sqlite/temporary-folder.ts"
import { connected } from "./target.ts"

const folder = temporaryFolder()
let certificates: Certificates
/** A server with TLS, whose certificate is for db.example and localhost, and one without. */
let encrypted: Mariadb
let plain: Mariadb

beforeAll(async () => {
  certificates = await makeCertificates("certified")
  const { authority, server } = certificates
  const started = await Promise.all([
    startMariadb({
      files: { "server.crt": server.certificate, "server.key": server.key, "authority.crt": authority.certificate },
      settings: { "ssl-cert": "FOLDER/server.crt", "ssl-key": "FOLDER/server.key", "ssl-ca": "FOLDER/authority.crt" },
    }),
    startMariadb(),
  ])
  ;[encrypted, plain] = started
  for (const { url } of started) {
    for (const [user, rule] of [["certified", "X509"], ["encrypted", "SSL"], ["plain", "NONE"]]) {
      await ask(url, `CREATE USER '${user}'@'%' REQUIRE ${rule}`)
    }
  }
})

afterAll(async () => {
  await Promise.all([encrypted, plain].map((server) => server.stop()))
})

const ask = (url: string, sql: string) => connected(url, ({ query }) => query(sql), { directory: folder() })

/** The TLS version of a connection, empty where it has none, or the error that ended the attempt. */
const encryptionOf = async (user: string, name: string, { port }: Mariadb, parameters: string) => {
  const url = `mysql://${user}@${name}:${port}/?${parameters}`
  return ask(url, "SHOW SESSION STATUS LIKE 'Ssl_version'").then(([row]) => row?.["Value"], (error: unknown) => error)
}

/** Writes the certificates where the URLs of these tests find them. */
async function writeCertificates(): Promise<void> {
  const { authority, client } = certificates
  const other = await makeCertificates("other")
  const files = {
    "authority.crt": authority.certificate,
    "other.crt": other.authority.certificate,
    "client.crt": client.certificate,
    "client.key": client.key,
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder(), name), text)
}

const client = "ssl-cert=client.crt&ssl-key=client.key"

test.each<[user: string, server: "encrypted" | "plain", name: string, parameters: string, version: string]>([
  ["encrypted", "encrypted", "127.0.0.1", "", "TLSv1.3"],
  ["encrypted", "encrypted", "127.0.0.1", "ssl-mode=PREFERRED", "TLSv1.3"],
  ["encrypted", "encrypted", "127.0.0.1", "sslmode=require", "TLSv1.3"],
  ["encrypted", "encrypted", "127.0.0.1", "ssl=true", "TLSv1.3"],
  ["encrypted", "encrypted", "127.0.0.1", "ssl-ca=authority.crt", "TLSv1.3"],
  ["encrypted", "encrypted", "127.0.0.1", "ssl-mode=VERIFY_CA&ssl-ca=authority.crt", "TLSv1.3"],
  ["encrypted", "encrypted", "localhost", "ssl-mode=VERIFY_IDENTITY&ssl-ca=authority.crt", "TLSv1.3"],
  ["encrypted", "encrypted", "localhost", "sslmode=verify-full&sslrootcert=authority.crt", "TLSv1.3"],
  ["certified", "encrypted", "127.0.0.1", `ssl-ca=authority.crt&${client}`, "TLSv1.3"],
  ["plain", "encrypted", "127.0.0.1", "ssl-mode=DISABLED", ""],
  ["plain", "plain", "127.0.0.1", "", ""],
  ["plain", "plain", "127.0.0.1", "ssl-mode=PREFERRED", ""],
])("%s at the %s server, as %s, with %s", async (user, server, name, parameters, version) => {
  await writeCertificates()
  expect(await encryptionOf(user, name, { encrypted, plain }[server], parameters)).toBe(version)
})

test.each<[user: string, server: "encrypted" | "plain", name: string, parameters: string, message: string]>([
  ["encrypted", "encrypted", "127.0.0.1", "ssl-mode=DISABLED", "does not let the user encrypted in"],
  ["plain", "plain", "127.0.0.1", "ssl-mode=REQUIRED", "does not offer TLS"],
  ["plain", "plain", "127.0.0.1", "ssl-ca=authority.crt", "does not offer TLS"],
  ["encrypted", "encrypted", "127.0.0.1", "ssl-mode=VERIFY_CA&ssl-ca=other.crt", "is not trusted"],
  ["encrypted", "encrypted", "localhost", "ssl-mode=VERIFY_IDENTITY&ssl-ca=other.crt", "is not trusted"],
  ["encrypted", "encrypted", "localhost", "ssl-mode=VERIFY_CA", "is not trusted"],
  ["encrypted", "encrypted", "127.0.0.1", "ssl-mode=VERIFY_IDENTITY&ssl-ca=authority.crt", "is for another name"],
  ["certified", "encrypted", "127.0.0.1", "ssl-mode=REQUIRED", "does not let the user certified in"],
  ["encrypted", "encrypted", "127.0.0.1", "ssl-ca=nowhere.crt", "cannot be read (ENOENT)"],
  ["encrypted", "encrypted", "127.0.0.1", "ssl-cert=client.crt", "belong together"],
])("%s at the %s server, as %s, with %s is refused", async (user, server, name, parameters, message) => {
  await writeCertificates()
  const error = await encryptionOf(user, name, { encrypted, plain }[server], parameters)
  expect(error).toMatchObject({ _tag: "DatabaseError", kind: expect.stringMatching(/^(?:unreachable|misconfigured)$/) })
  expect(String(error)).toContain(message)
})

test("a statement on an encrypted connection is ended by another encrypted one", async () => {
  const rows = await connected(
    `${encrypted.url}/?ssl-mode=REQUIRED`,
    ({ query }) => query("SELECT 1 AS one"),
  )
  expect(rows).toEqual([{ one: 1 }])
})

test("a unix socket", async () => {
  await ask(plain.url, "CREATE USER IF NOT EXISTS 'local'@'localhost'")
  const socket = encodeURIComponent(plain.socket)
  expect(await ask(`mysql://local@/?socket=${socket}`, "SELECT USER() AS name")).toEqual([{ name: "local@localhost" }])
})
