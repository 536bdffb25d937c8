import { expect, test } from "bun:test"
import * as Redacted from "effect/Redacted"
import { clientArguments, type ClientFlavour, clientVariables } from "../../../plugins/mysql/client-arguments.ts"
import type { MysqlTarget } from "../../../plugins/mysql/target.ts"

const target: MysqlTarget = {
  place: { kind: "tcp", name: "db.example", port: 3307 },
  user: "me",
  tls: { mode: "PREFERRED" },
  charset: "utf8mb4",
}
const authority = { path: "/ca.pem", text: "PEM" }
const certificate = { path: "/client.pem", text: "PEM" }
const key = { path: "/client.key", text: Redacted.make("geheim") }

test.each<
  [string, flavour: ClientFlavour, encrypted: boolean, changed: Partial<MysqlTarget>, expected: ReadonlyArray<string>]
>([
  ["plain", "mariadb", false, {}, ["--skip-ssl"]],
  ["plain", "mysql", false, {}, ["--ssl-mode=DISABLED"]],
  ["plain, with the key that is sent", "mysql", false, { publicKey: "as the server sends it" }, [
    "--ssl-mode=DISABLED",
    "--get-server-public-key",
  ]],
  ["plain, with a key of a file", "mysql", false, { publicKey: { path: "/key.pem", text: "PEM" } }, [
    "--ssl-mode=DISABLED",
    "--server-public-key-path=/key.pem",
  ]],
  ["plain, with the key that is sent", "mariadb", false, { publicKey: "as the server sends it" }, ["--skip-ssl"]],
  ["encrypted, with a key all the same", "mysql", true, { publicKey: "as the server sends it" }, [
    "--ssl-mode=REQUIRED",
  ]],
  ["encrypted as the server likes", "mariadb", true, {}, ["--ssl", "--skip-ssl-verify-server-cert"]],
  ["encrypted as the server likes", "mysql", true, {}, ["--ssl-mode=REQUIRED"]],
  ["verified", "mariadb", true, { tls: { mode: "VERIFY_CA", authority } }, [
    "--ssl",
    "--ssl-verify-server-cert",
    "--ssl-ca=/ca.pem",
  ]],
  ["verified", "mysql", true, { tls: { mode: "VERIFY_CA", authority } }, ["--ssl-mode=VERIFY_CA", "--ssl-ca=/ca.pem"]],
  ["with a certificate of its own", "mysql", true, { tls: { mode: "VERIFY_IDENTITY", authority, certificate, key } }, [
    "--ssl-mode=VERIFY_IDENTITY",
    "--ssl-ca=/ca.pem",
    "--ssl-cert=/client.pem",
    "--ssl-key=/client.key",
  ]],
])("%s, by a program of %s", (_, flavour, encrypted, changed, expected) => {
  expect(clientArguments({ encrypted, target: { ...target, ...changed } }, flavour)).toEqual([
    "--no-defaults",
    "--protocol=TCP",
    "--host=db.example",
    "--port=3307",
    "--user=me",
    "--default-character-set=utf8mb4",
    ...expected,
  ])
})

test("a socket", () => {
  const place = { kind: "socket", path: "/my.sock" } as const
  const options = { encrypted: false, target: { ...target, place, publicKey: "as the server sends it" as const } }
  expect(clientArguments(options, "mysql")).toContain("--socket=/my.sock")
  expect(clientArguments(options, "mysql")).not.toContain("--get-server-public-key")
})

test("the password is a variable, and no other server is named", () => {
  const environment = {
    PATH: "/bin",
    MYSQL_PWD: "other",
    MYSQL_HOST: "elsewhere",
    MYSQL_TCP_PORT: "1",
    MYSQL_UNIX_PORT: "/s",
  }
  const login = { PATH: "/bin", MYSQL_TEST_LOGIN_FILE: "/nonexistent/login.cnf" }
  expect(clientVariables({ target }, environment)).toEqual(login)
  const secret = { ...target, password: Redacted.make("geheim") }
  expect(clientVariables({ target: secret }, environment)).toEqual({ ...login, MYSQL_PWD: "geheim" })
})
