import { describe, expect, test } from "bun:test"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { chmodSync, mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { mysqlTarget } from "../../../plugins/mysql/target.ts"
import type { Environment } from "../../../src/dialect/toolkit/client-program.ts"
import { temporaryFolder } from "../sqlite/temporary-folder.ts"

const decoded = (url: string, environment: Environment = {}, files: ReadonlyArray<string> = []) =>
  mysqlTarget(Redacted.make(url), environment, "/project", files)

const target = async (url: string, environment?: Environment, files?: ReadonlyArray<string>) => {
  const { connectTimeout, password, ...rest } = await Effect.runPromise(decoded(url, environment, files))
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
  ...(["get-server-public-key=true", "allowPublicKeyRetrieval=1", "get_server_public_key=ON"] as const).map(
    (query): [string, Environment, object] => [
      `mysql://me@h/d?${query}`,
      {},
      { place: at("h"), user: "me", database: "d", ...usual, publicKey: "as the server sends it" },
    ],
  ),
  ["mysql://me@h/d?get-server-public-key=false", {}, { place: at("h"), user: "me", database: "d", ...usual }],
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

const folder = temporaryFolder()

/** Writes an option file, and answers with its path. */
const optionFile = (text: string, mode = 0o600): string => {
  const path = join(folder(), "my.cnf")
  writeFileSync(path, text)
  chmodSync(path, mode)
  return path
}

const full = `# of the client
[mysqld]
user = mysql
[client]
host=file.example
port = 3311
user = "filed"
password = 'it''s' # not all of it
; nothing
[client-mariadb]
password = "pass#word\\s\\\\"  # the later one
loose_connect_timeout = 4
default-character-set = latin1
[mysql]
database = filed_blog
auto-rehash
`

test.each<[string, text: string, url: string, environment: Environment, expected: object]>([
  ["all of it", full, "mysql://", {}, {
    place: at("file.example", 3311),
    user: "filed",
    password: "pass#word \\",
    database: "filed_blog",
    ...usual,
    seconds: 4,
  }],
  ["the URL goes over it", full, "mysql://me:mine@h:1/d?connect-timeout=5", {}, {
    place: at("h", 1),
    user: "me",
    password: "mine",
    database: "d",
    ...usual,
    seconds: 5,
  }],
  ["it goes over the variables", full, "mysql://", { MYSQL_HOST: "v", MYSQL_TCP_PORT: "1", MYSQL_PWD: "v" }, {
    place: at("file.example", 3311),
    user: "filed",
    password: "pass#word \\",
    database: "filed_blog",
    ...usual,
    seconds: 4,
  }],
  ["the password alone", "[client]\npassword=a#b", "mysql://me@h/d", {}, {
    place: at("h"),
    user: "me",
    password: "a",
    database: "d",
    ...usual,
  }],
  ["a socket", "[client-server]\nsocket=/run/my.sock", "mysql://me@/d", { MYSQL_UNIX_PORT: "/v" }, {
    place: { kind: "socket", path: "/run/my.sock" },
    user: "me",
    database: "d",
    ...usual,
  }],
  ["a socket, and a host in the URL", "[client]\nsocket=/run/my.sock", "mysql://me@h/d", {}, {
    place: at("h"),
    user: "me",
    database: "d",
    ...usual,
  }],
  ["a socket, and a port in the URL", "[client]\nsocket=/run/my.sock", "mysql://me@:3307/d", {}, {
    place: at("localhost", 3307),
    user: "me",
    database: "d",
    ...usual,
  }],
  ...(["get-server-public-key", "get_server_public_key=1"] as const).map(
    (text): [string, string, string, Environment, object] => [
      text,
      `[client]\n${text}`,
      "mysql://me@h/d",
      {},
      { place: at("h"), user: "me", database: "d", ...usual, publicKey: "as the server sends it" },
    ],
  ),
  ...([
    ["ssl-mode=VERIFY_CA", "VERIFY_CA"],
    ["ssl", "REQUIRED"],
    ["ssl=0", "DISABLED"],
    ["skip-ssl", "DISABLED"],
    ["ssl\nssl_verify_server_cert", "VERIFY_IDENTITY"],
    ["ssl\nssl-verify-server-cert=OFF", "REQUIRED"],
  ] as const).map(([text, mode]): [string, string, string, Environment, object] => [
    text,
    `[client]\n${text}`,
    "mysql://me@h/d",
    {},
    { place: at("h"), user: "me", database: "d", ...usual, tls: { mode } },
  ]),
])("an option file, %s", async (_, text, url, environment, expected) => {
  expect(await target(url, environment, [optionFile(text)])).toEqual(expected as never)
})

test("option files name others, which count at their place; one that is not there says nothing", async () => {
  const first = optionFile(`[client]\nuser=a\npassword=a\n!includedir ${folder()}/conf.d\n[client]\nport=3\n`)
  mkdirSync(join(folder(), "conf.d"))
  writeFileSync(join(folder(), "conf.d/10.cnf"), "[client]\nuser=b\nport=1\n")
  writeFileSync(join(folder(), "conf.d/20.cnf"), `[client]\nuser=c\n!include ${folder()}/nowhere.cnf\n`)
  writeFileSync(join(folder(), "conf.d/30.txt"), "[client]\nuser=d\n")
  expect(await target("mysql://h/d", {}, [join(folder(), "none.cnf"), first])).toMatchObject({
    place: at("h", 3),
    user: "c",
    password: "a",
  })
})

test.each<[string, text: string, mode: number, problem: string]>([
  ["that everybody may write", "[client]\npassword=geheim", 0o666, "may be written by everybody"],
  ["that includes itself", "!include SELF\n[client]\npassword=geheim", 0o600, "includes itself"],
  ["with a port that is none", "[client]\npassword=geheim\nport=geheim", 0o600, "port is no whole number"],
])("an option file %s is refused", async (_, text, mode, problem) => {
  const path = optionFile(text.replace("SELF", join(folder(), "my.cnf")), mode)
  const error = await Effect.runPromise(Effect.flip(decoded("mysql://h/d", {}, [path])))
  expect(error.message).toContain(problem)
  expect(JSON.stringify(error)).not.toContain("geheim")
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
    [
      "mysql://me@h/d?server-public-key-path=no.pem",
      "/project/no.pem, which server-public-key-path names, cannot be read",
    ],
    [
      "mysql://me@h/d?server-public-key-path=/dev/null",
      "/dev/null, which server-public-key-path names, holds no public key",
    ],
    ["mysql://me@h/d?get-server-public-key=perhaps", "get-server-public-key is neither true nor false"],
    ["mysql://me@h/d?socket", "no parameter"],
  ])("%s", async (url, problem) => {
    const error = await Effect.runPromise(Effect.flip(decoded(url)))
    expect(error.kind).toBe("misconfigured")
    expect(error.message).toContain(problem)
    expect(JSON.stringify(error)).not.toMatch(/geh|eim/)
  })
})
