import { describe, expect, test } from "bun:test"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { mysqlTarget } from "../../../plugins/mysql/target.ts"
import type { Environment } from "../../../src/dialect/toolkit/client-program.ts"

const decoded = (url: string, environment: Environment = {}) => mysqlTarget(Redacted.make(url), environment, "/project")

const target = async (url: string, environment?: Environment) => {
  const { connectTimeout, password, ...rest } = await Effect.runPromise(decoded(url, environment))
  return {
    ...rest,
    ...password === undefined ? {} : { password: Redacted.value(password) },
    seconds: connectTimeout === undefined ? undefined : Duration.toSeconds(connectTimeout),
  }
}

const usual = { tls: { mode: "PREFERRED" }, charset: "utf8mb4", seconds: 10 }
const at = (name: string, port = 3306) => ({ kind: "tcp", name, port })

test.each<[url: string, environment: Environment, expected: object]>([
  ["mysql://me:secret@db.example:3307/blog", {}, {
    place: at("db.example", 3307),
    user: "me",
    password: "secret",
    database: "blog",
    ...usual,
  }],
  ["mariadb://me@[::1]:3307/blog", {}, { place: at("::1", 3307), user: "me", database: "blog", ...usual }],
  ["mysql://me@[::1]/", {}, { place: at("::1"), user: "me", ...usual }],
  ["mysql://me:a%40b%2F%3A%25%C3%A9@h/d", {}, {
    place: at("h"),
    user: "me",
    password: "a@b/:%é",
    database: "d",
    ...usual,
  }],
  ["mysql://me:a:b@h/d%20e", {}, { place: at("h"), user: "me", password: "a:b", database: "d e", ...usual }],
  ["mysql://me@h/d?connect-timeout=0", {}, { place: at("h"), user: "me", database: "d", ...usual, seconds: undefined }],
  ["mysql://me@h/d?connect_timeout=3&charset=utf8", {}, {
    place: at("h"),
    user: "me",
    database: "d",
    ...usual,
    seconds: 3,
  }],
  ["mysql://me@h/d?charset=utf8mb4_bin", {}, {
    place: at("h"),
    user: "me",
    database: "d",
    ...usual,
    charset: "utf8mb4_bin",
  }],
  ["mysql://me@/d?socket=run/my.sock", {}, {
    place: { kind: "socket", path: "/project/run/my.sock" },
    user: "me",
    database: "d",
    ...usual,
  }],
  ["mysql://me@/d", { MYSQL_HOST: "db.example", MYSQL_TCP_PORT: "3310", MYSQL_PWD: "from variable" }, {
    place: at("db.example", 3310),
    user: "me",
    password: "from variable",
    database: "d",
    ...usual,
  }],
  ["mysql://me:mine@h:1/d", { MYSQL_HOST: "db.example", MYSQL_TCP_PORT: "3310", MYSQL_PWD: "other" }, {
    place: at("h", 1),
    user: "me",
    password: "mine",
    database: "d",
    ...usual,
  }],
  ["mysql://me@/d", { MYSQL_UNIX_PORT: "/run/other.sock" }, {
    place: { kind: "socket", path: "/run/other.sock" },
    user: "me",
    database: "d",
    ...usual,
  }],
  ["mysql://me@h/d", { MYSQL_UNIX_PORT: "/run/other.sock" }, { place: at("h"), user: "me", database: "d", ...usual }],
  ...([
    ["ssl-mode=disabled", "DISABLED"],
    ["sslmode=disable", "DISABLED"],
    ["ssl_mode=Preferred", "PREFERRED"],
    ["sslmode=allow", "PREFERRED"],
    ["sslMode=REQUIRED", "REQUIRED"],
    ["ssl=true", "REQUIRED"],
    ["ssl=0", "DISABLED"],
    ["ssl-mode=VERIFY_CA", "VERIFY_CA"],
    ["sslmode=verify-ca", "VERIFY_CA"],
    ["ssl-mode=VERIFY_IDENTITY", "VERIFY_IDENTITY"],
    ["sslmode=verify-full", "VERIFY_IDENTITY"],
  ] as const).map(([query, mode]): [string, Environment, object] => [
    `mysql://me@h/d?${query}`,
    {},
    { place: at("h"), user: "me", database: "d", ...usual, tls: { mode } },
  ]),
])("%s with %o", async (url, environment, expected) => {
  expect(await target(url, environment)).toEqual(expected as never)
})

test("without a user it is the operating system's", async () => {
  expect((await target("mysql://h/d")).user).not.toBe("")
})

describe("refused, and no secret is told:", () => {
  test.each<[url: string, problem: string]>([
    ["mysql:me@h/d", "no // behind its scheme"],
    ["mysql://me:geheim @h/d", "holds a space"],
    ["mysql://me:geheim%@h/d", "not followed by two hexadecimal digits"],
    ["mysql://me:geheim%00@h/d", "holds a NUL"],
    ["mysql://me:geheim%ff@h/d", "not UTF-8"],
    ["mysql://me:geh@eim@h/d", "odd character"],
    ["mysql://me:geh/eim@h/d", "odd character"],
    ["mysql://me:geh?eim@h/d", "odd character"],
    ["mysql://me:geh#eim@h/d", "odd character"],
    ["mysql://me:geheim@h:port/d", "a port that is no number"],
    ["mysql://me:geheim@h:70000/d", "no number from 1 to 65535"],
    ["mysql://me:geheim@::1/d", "more than one \":\""],
    ["mysql://me@h/d?ssl-mod=REQUIRED", "There is no connection parameter ssl-mod"],
    ["mysql://me@h/d?pool_size=3", "There is no connection parameter pool_size"],
    ["mysql://me@h/d?connectTimeout=3000", "milliseconds"],
    ["mysql://me@h/d?connect-timeout=soon", "connect-timeout is no whole number"],
    ["mysql://me@h/d?ssl-mode=VERIFY", "There is no ssl-mode VERIFY"],
    ["mysql://me@h/d?charset=latin1", "asks for the charset latin1"],
    ["mysql://me@h/d?ssl-ca=nowhere.pem", "/project/nowhere.pem, which ssl-ca names, cannot be read"],
    ["mysql://me@h/d?socket", "no parameter"],
  ])("%s", async (url, problem) => {
    const error = await Effect.runPromise(Effect.flip(decoded(url)))
    expect(error.kind).toBe("misconfigured")
    expect(error.message).toContain(problem)
    expect(JSON.stringify(error)).not.toMatch(/geh|eim/)
  })
})
