import { afterAll, beforeAll, expect, test } from "bun:test"
import { chmod, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { postgresBinaries } from "../../../../scripts/servers/postgres/binaries.ts"
import { type Cluster, startCluster } from "../../../../scripts/servers/postgres/cluster.ts"
import { temporaryFolder } from "../../sqlite/temporary-folder.ts"
import { type Certificates, makeCertificates } from "./certificates.ts"
import { connected } from "./target.ts"

const access = `
local   all all trust
hostssl all certified 127.0.0.1/32 cert
hostssl all encrypted 127.0.0.1/32 trust
hostnossl all plain 127.0.0.1/32 trust
host all postgres 127.0.0.1/32 scram-sha-256
`

const folder = temporaryFolder()
let certificates: Certificates
/** A server with TLS, and one without. */
let encrypted: Cluster
let plain: Cluster

beforeAll(async () => {
  certificates = await makeCertificates("certified")
  const { authority, server } = certificates
  const binaries = await postgresBinaries("newest")
  const started = await Promise.all([
    startCluster({
      binaries,
      access,
      files: { "server.crt": server.certificate, "server.key": server.key, "authority.crt": authority.certificate },
      settings: {
        ssl: "on",
        ssl_cert_file: "'FOLDER/server.crt'",
        ssl_key_file: "'FOLDER/server.key'",
        ssl_ca_file: "'FOLDER/authority.crt'",
      },
    }),
    startCluster({ binaries, access: `${access}host all encrypted 127.0.0.1/32 trust\n` }),
  ])
  ;[encrypted, plain] = started
  for (const { url } of started) {
    for (const role of ["certified", "encrypted", "plain"]) await ask(url, `create role ${role} login`)
  }
})

afterAll(async () => {
  await Promise.all([encrypted, plain].map((cluster) => cluster.stop()))
})

const ask = (url: string, sql: string) => connected(url, ({ query }) => query(sql), { directory: folder() })

/** The TLS version of a connection, or `undefined` where it has none, or the error that ended the attempt. */
const encryptionOf = async (role: string, name: string, cluster: Cluster, parameters: string) => {
  const url = `postgres://${role}@${name}:${cluster.port}/postgres?hostaddr=127.0.0.1&${parameters}`
  const answered = ask(url, "select version from pg_stat_ssl where pid = pg_backend_pid()")
  return answered.then(([row]) => row?.["version"] ?? undefined, (error: unknown) => error)
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
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(folder(), name), text)
    await chmod(join(folder(), name), 0o600)
  }
}

test.each<[role: string, server: "encrypted" | "plain", name: string, parameters: string, version: string | undefined]>(
  [
    ["encrypted", "encrypted", "db.example", "", "TLSv1.3"],
    ["encrypted", "encrypted", "db.example", "sslmode=prefer", "TLSv1.3"],
    ["encrypted", "encrypted", "db.example", "sslmode=allow", "TLSv1.3"],
    ["encrypted", "encrypted", "db.example", "sslmode=require", "TLSv1.3"],
    ["encrypted", "encrypted", "db.example", "sslmode=require&sslnegotiation=direct", "TLSv1.3"],
    ["encrypted", "encrypted", "db.example", "sslmode=require&ssl_max_protocol_version=TLSv1.2", "TLSv1.2"],
    ["encrypted", "encrypted", "other.example", "sslmode=require&sslrootcert=authority.crt", "TLSv1.3"],
    ["encrypted", "encrypted", "other.example", "sslmode=verify-ca&sslrootcert=authority.crt", "TLSv1.3"],
    ["encrypted", "encrypted", "db.example", "sslmode=verify-full&sslrootcert=authority.crt", "TLSv1.3"],
    ["plain", "encrypted", "db.example", "sslmode=disable", undefined],
    ["plain", "encrypted", "db.example", "sslmode=allow", undefined],
    ["plain", "encrypted", "db.example", "sslmode=prefer", undefined],
    ["plain", "encrypted", "db.example", "sslmode=prefer&sslrootcert=other.crt", undefined],
    ["plain", "plain", "db.example", "sslmode=prefer", undefined],
    ["plain", "plain", "db.example", "sslmode=disable", undefined],
    [
      "certified",
      "encrypted",
      "db.example",
      "sslmode=verify-full&sslrootcert=authority.crt&sslcert=client.crt&sslkey=client.key",
      "TLSv1.3",
    ],
  ],
)("%s at the %s server, as %s, with %s", async (role, server, name, parameters, version) => {
  await writeCertificates()
  expect(await encryptionOf(role, name, { encrypted, plain }[server], parameters)).toBe(version)
})

test.each<[role: string, server: "encrypted" | "plain", name: string, parameters: string, message: string]>([
  ["encrypted", "encrypted", "db.example", "sslmode=disable", "no encryption"],
  ["plain", "encrypted", "db.example", "sslmode=require", "pg_hba.conf"],
  ["plain", "plain", "db.example", "sslmode=require", "does not offer TLS"],
  ["plain", "plain", "db.example", "sslmode=verify-full&sslrootcert=authority.crt", "does not offer TLS"],
  ["encrypted", "encrypted", "db.example", "sslmode=require&sslrootcert=other.crt", "is not trusted"],
  ["encrypted", "encrypted", "db.example", "sslmode=verify-ca&sslrootcert=other.crt", "is not trusted"],
  ["encrypted", "encrypted", "other.example", "sslmode=verify-full&sslrootcert=authority.crt", "is for another name"],
  ["encrypted", "encrypted", "db.example", "sslrootcert=system", "is not trusted"],
  ["certified", "encrypted", "db.example", "sslmode=require", "certificate"],
  ["encrypted", "encrypted", "db.example", "sslmode=require&sslrootcert=client.key", "certificate"],
])("%s at the %s server, as %s, with %s is refused", async (role, server, name, parameters, message) => {
  await writeCertificates()
  const error = await encryptionOf(role, name, { encrypted, plain }[server], parameters)
  expect(error).toMatchObject({ _tag: "DatabaseError", kind: "unreachable" })
  expect(String(error)).toContain(message)
})

test("a password of every odd character", async () => {
  const password = " %/?#[]@:&=+,;\"\\é字😀$~`|<>^{}"
  await ask(encrypted.url, `alter role postgres password '${password}'`)
  const url = new URL(encrypted.url)
  const written = `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${url.port}/postgres`
  expect(await ask(written, "select 1 as one")).toEqual([{ one: 1 }])
  const wrong = await ask(written.replace("%20", "%21"), "select 1").catch(String)
  expect(wrong).toContain("does not take the password of the role postgres")
  await ask(written, `alter role postgres password '${encrypted.password}'`)
})

test("the socket's folder as host", async () => {
  const folderInUrl = encodeURIComponent(encrypted.folder)
  const sql = "select inet_client_addr() as address"
  expect(await ask(`postgres://plain@${folderInUrl}:${encrypted.port}/postgres`, sql)).toEqual([{ address: null }])
  expect(await ask(`postgres://plain@/postgres?host=${encrypted.folder}&port=${encrypted.port}&sslmode=require`, sql))
    .toEqual([{ address: null }])
})
