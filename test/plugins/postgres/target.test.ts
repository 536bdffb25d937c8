import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { chmod, mkdir, writeFile } from "node:fs/promises"
import { userInfo } from "node:os"
import { dirname, join } from "node:path"
import { type PostgresTarget, postgresTarget } from "../../../plugins/postgres/target.ts"
import type { Environment } from "../../../src/dialect/toolkit/client-program.ts"
import { temporaryFolder } from "../sqlite/temporary-folder.ts"
import { failureOf } from "./target/failure.ts"

const folder = temporaryFolder()

/** Decodes a URL for a user whose home is the test's folder, and answers with the warnings as well. */
async function decode(url: string, environment: Environment = {}) {
  const warnings: Array<string> = []
  const logger = Logger.make(({ message }) => {
    warnings.push(String(message))
  })
  const result = await Effect.runPromise(
    postgresTarget(Redacted.make(url), { HOME: folder(), ...environment }, join(folder(), "project")).pipe(
      Effect.result,
      Effect.provide(Logger.layer([logger])),
    ),
  )
  return { result, warnings }
}

async function targetOf(url: string, environment: Environment = {}): Promise<PostgresTarget> {
  const { result, warnings } = await decode(url, environment)
  expect(warnings).toEqual([])
  return Result.getOrThrow(result)
}

const failure = async (url: string, environment: Environment = {}) => failureOf((await decode(url, environment)).result)

async function write(name: string, text: string, mode = 0o600): Promise<string> {
  const file = join(folder(), name)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
  await chmod(file, mode)
  return file
}

const passwordsOf = ({ hosts }: PostgresTarget) =>
  hosts.map(({ password }) => password === undefined ? undefined : Redacted.value(password))

test("everything from the URL", async () => {
  const { hosts, ...rest } = await targetOf(
    "postgres://ada:s%40cret@one,two:6432/blog?application_name=deploy&sslmode=require",
  )
  expect(hosts.map(({ port }) => port)).toEqual([5432, 6432])
  expect(passwordsOf({ hosts, ...rest })).toEqual(["s@cret", "s@cret"])
  expect(rest).toEqual({
    user: "ada",
    database: "blog",
    applicationName: "deploy",
    loadBalanceHosts: false,
    targetSessionAttributes: "any",
    startupParameters: {},
    keepAlive: { idle: 30, interval: 10, count: 6 },
    userTimeoutMs: 90_000,
    tls: { mode: "require", negotiation: "postgres", minVersion: "TLSv1.2", maxVersion: "TLSv1.3" },
  })
})

test("a printed target shows no password", async () => {
  const target = await targetOf("postgres://ada:s3cret@db.example/blog")
  expect(JSON.stringify(target) + Bun.inspect(target)).not.toContain("s3cret")
})

test("everything from the variables", async () => {
  const target = await targetOf("postgres://", {
    PGHOST: "db.example",
    PGPORT: "6432",
    PGDATABASE: "blog",
    PGUSER: "ada",
    PGPASSWORD: "s@cret",
    PGSSLMODE: "disable",
  })
  expect(target).toMatchObject({ database: "blog", user: "ada", tls: { mode: "disable" } })
  expect(target.hosts).toMatchObject([{ kind: "tcp", name: "db.example", port: 6432 }])
  expect(passwordsOf(target)).toEqual(["s@cret"])
})

test("the user is the operating system's and the database the user's where nothing else is said", async () => {
  const target = await targetOf("postgres://db.example")
  expect(target).toMatchObject({ user: userInfo().username, database: userInfo().username })
  expect(await targetOf("postgres://ada@db.example")).toMatchObject({ user: "ada", database: "ada" })
})

test("the URL goes over the service, the service over the variables", async () => {
  await write(".pg_service.conf", "[main]\nhost=service\nport=2\nuser=service\n")
  const target = await targetOf("postgres://url/?service=main", {
    PGUSER: "variable",
    PGDATABASE: "variable",
    PGPORT: "3",
  })
  expect(target).toMatchObject({ user: "service", database: "variable" })
  expect(target.hosts).toMatchObject([{ name: "url", port: 2 }])
})

test.each([
  ["servicefile in the URL", "postgres://?service=main&servicefile=../a/services", {}],
  ["PGSERVICEFILE", "postgres://?service=main", { PGSERVICEFILE: "a/services" }],
  ["PGSYSCONFDIR", "postgres://?service=main", { PGSYSCONFDIR: "b" }],
])("a service of %s", async (_, url, variables) => {
  await write("a/services", "[main]\nhost=found\n")
  await write("b/pg_service.conf", "[main]\nhost=found\n")
  const environment = Object.fromEntries(Object.entries(variables).map(([name, path]) => [name, join(folder(), path)]))
  expect((await targetOf(url, environment)).hosts).toMatchObject([{ name: "found" }])
})

test("a service that no file names", async () => {
  const error = await failure("postgres://", { PGSERVICE: "main", PGSYSCONFDIR: folder() })
  expect(error.message).toContain("There is no service main, which is asked for by PGSERVICE.")
  expect(error.message).toContain(join(folder(), ".pg_service.conf"))
})

test("a password file gives each host its own", async () => {
  await write(".pgpass", "one:*:*:ada:first\ntwo:6432:blog:ada:second\n")
  expect(passwordsOf(await targetOf("postgres://ada@one,two:6432,three/blog"))).toEqual(["first", "second", undefined])
  expect(passwordsOf(await targetOf("postgres://ada:own@one/blog"))).toEqual(["own"])
  const other = await write("passwords", "*:*:*:*:third")
  expect(passwordsOf(await targetOf("postgres://ada@one/blog", { PGPASSFILE: other }))).toEqual(["third"])
  expect(passwordsOf(await targetOf("postgres://ada@one/blog?passfile=../passwords"))).toEqual(["third"])
})

test("a password file that others may read is passed over with a warning", async () => {
  const file = await write(".pgpass", "*:*:*:*:s3cret\n", 0o640)
  const { result, warnings } = await decode("postgres://ada@one/blog")
  expect(passwordsOf(Result.getOrThrow(result))).toEqual([undefined])
  expect(warnings).toEqual([`The password file ${file} is not used, because others may read it: chmod 0600 ${file}`])
})

test("a password file that is a folder", async () => {
  await mkdir(join(folder(), ".pgpass"))
  expect((await failure("postgres://ada@one/blog")).message).toContain(".pgpass cannot be read (EISDIR)")
})

test("certificates of the URL, and the usual ones of the home", async () => {
  await write("project/ca.pem", "a root")
  await write("project/cert.pem", "a certificate")
  await write("project/key.pem", "a key")
  const url =
    "postgres://db.example?sslmode=verify-full&sslrootcert=ca.pem&sslcert=cert.pem&sslkey=key.pem&sslpassword=word"
  const { tls } = await targetOf(url)
  expect(tls).toMatchObject({ mode: "verify-full", rootCertificate: "a root", certificate: "a certificate" })
  expect([tls.key, tls.passphrase].map((secret) => secret && Redacted.value(secret))).toEqual(["a key", "word"])
  await write(".postgresql/root.crt", "the usual root", 0o644)
  await write(".postgresql/postgresql.crt", "the usual certificate", 0o644)
  await write(".postgresql/postgresql.key", "the usual key")
  const usual = await targetOf("postgres://db.example")
  expect(usual.tls).toMatchObject({
    mode: "prefer",
    rootCertificate: "the usual root",
    certificate: "the usual certificate",
  })
  expect((await targetOf("postgres://db.example?sslcertmode=disable")).tls).not.toHaveProperty("certificate")
  expect((await targetOf("postgres://db.example?sslmode=disable")).tls).not.toHaveProperty("rootCertificate")
})

test("require with a root certificate is verify-ca, as libpq has it", async () => {
  await write(".postgresql/root.crt", "a root")
  expect((await targetOf("postgres://db.example?sslmode=require")).tls.mode).toBe("verify-ca")
})

test("the operating system's certificates", async () => {
  const { tls } = await targetOf("postgres://db.example?sslrootcert=system")
  expect(tls.mode).toBe("verify-full")
  expect(tls.rootCertificate).toStartWith("-----BEGIN CERTIFICATE-----")
})

test("TLS does not matter to a socket", async () => {
  const target = await targetOf("postgres:///blog?host=/run/postgresql&sslmode=verify-full")
  expect(target.tls).toEqual({ mode: "disable", negotiation: "postgres" })
})

test.each([
  ["postgres://db.example?sslmode=verify-ca", "there must be a root certificate", "sslrootcert=system"],
  ["postgres://db.example?sslrootcert=missing.pem", "There is no root certificate", "which is named by the URL"],
  ["postgres://db.example?sslcert=missing.pem", "There is no client certificate", "which is named by the URL"],
  ["postgres://db.example?sslcert=cert.pem", "no file", ".postgresql/postgresql.key"],
  ["postgres://db.example?sslcert=cert.pem&sslkey=open.pem", "Others may read the client key", "chmod 0600"],
])("%s is refused", async (url, problem, hint) => {
  await write("project/cert.pem", "a certificate")
  await write("project/open.pem", "a key", 0o644)
  const error = await failure(url)
  expect(error.kind).toBe("misconfigured")
  expect(error.message).toContain(problem)
  expect(error.message).toContain(hint)
})
