import { expect, test } from "bun:test"
import * as Result from "effect/Result"
import { urlSettings } from "../../../../plugins/postgres/target/url.ts"
import { failureOf } from "./failure.ts"

const values = (url: string) =>
  Result.map(
    urlSettings(url, "/project"),
    (settings) =>
      Object.fromEntries(
        Object.entries(settings).map(([name, { source, value }]) => {
          expect(source).toBe("the URL")
          return [name, value]
        }),
      ),
  )

test.each<[url: string, settings: Readonly<Record<string, string>>]>([
  ["postgres://", {}],
  ["postgresql:///blog", { dbname: "blog" }],
  ["cockroachdb://db.example/blog", { host: "db.example", dbname: "blog" }],
  ["POSTGRES://ada@db.example", { user: "ada", host: "db.example" }],
  [
    "postgres://ada:s3cret@db.example:6432/blog",
    { user: "ada", password: "s3cret", host: "db.example", port: "6432", dbname: "blog" },
  ],
  ["postgres://ada:@db.example", { user: "ada", host: "db.example" }],
  ["postgres://:s3cret@/blog", { password: "s3cret", dbname: "blog" }],
  ["postgres://ada:a:b+c#d$e!f'g,h=i&j~k@db.example", {
    user: "ada",
    password: "a:b+c#d$e!f'g,h=i&j~k",
    host: "db.example",
  }],
  [
    `postgres://${encodeURIComponent("a@b:c")}:${encodeURIComponent(" %/?#[]@:&=+,;\"'\\é字😀\n")}@db.example`,
    { user: "a@b:c", password: " %/?#[]@:&=+,;\"'\\é字😀\n", host: "db.example" },
  ],
  ["postgres://[::1]:6432/blog", { host: "::1", port: "6432", dbname: "blog" }],
  ["postgres://[2001:db8::7%25eth0]", { host: "2001:db8::7%eth0" }],
  ["postgres://one:1,two,[::3]:3/blog", { host: "one,two,::3", port: "1,,3", dbname: "blog" }],
  ["postgres://one,two", { host: "one,two" }],
  ["postgres://:6432/blog", { port: "6432", dbname: "blog" }],
  ["postgres://%2Frun%2Fpostgresql/blog", { host: "/run/postgresql", dbname: "blog" }],
  ["postgres:///blog?host=/run/postgresql&port=6432", { host: "/run/postgresql", port: "6432", dbname: "blog" }],
  ["postgres://one/blog?host=two&dbname=other", { host: "two", dbname: "other" }],
  ["postgres:///a%20blog%2Fb", { dbname: "a blog/b" }],
  ["postgres:///blog?user=ada%40example&password=%26%3D&", { dbname: "blog", user: "ada@example", password: "&=" }],
  ["postgres:///?user=ada@example", { user: "ada@example" }],
  ["postgres:///?options=-c%20search_path=blog,public", { options: "-c search_path=blog,public" }],
  ["postgres:///?ssl=true", { sslmode: "require" }],
  ["postgres:///?sslmode=allow&sslmode=require", { sslmode: "require" }],
  ["postgres:///?sslmode=&user=", {}],
  ["postgres:///?sslrootcert=ca.pem&sslcert=/etc/a.pem&sslkey=../a.key&passfile=pass&servicefile=s.conf", {
    sslrootcert: "/project/ca.pem",
    sslcert: "/etc/a.pem",
    sslkey: "/a.key",
    passfile: "/project/pass",
    servicefile: "/project/s.conf",
  }],
  ["postgres:///?sslrootcert=system", { sslrootcert: "system" }],
  ["postgres:///?gssencmode=prefer&channel_binding=disable&client_encoding=LATIN1", {
    gssencmode: "prefer",
    channel_binding: "disable",
    client_encoding: "LATIN1",
  }],
])("%s", (url, settings) => {
  expect(values(url)).toEqual(Result.succeed(settings))
})

// Every password is "se" + something + "cret": no message may hold either half.
test.each<[url: string, problem: string, hint: string]>([
  ["postgres:db.example", "no //", "Write postgres://"],
  ["postgres://ada:se@cret@db.example/blog", "more than one \"@\"", "%40"],
  ["postgres://ada:se/cret@db.example/blog", "\"@\" behind its first \"/\"", "%2F"],
  ["postgres://ada:se?cret@db.example/blog", "\"@\" behind its first \"?\"", "%3F"],
  ["postgres://ada:se?cret=1@db.example/blog", "\"@\" behind its first \"?\"", "%3F"],
  ["postgres://ada:1234/secret@db.example/blog", "\"@\" behind its first \"/\"", "%2F"],
  ["postgres://ada:se@ho/cret@db.example/blog", "\"@\" behind its first \"/\"", "%2F"],
  ["postgres://ada:s@se?cret@db.example/blog", "no parameter", "%3F"],
  ["postgres://ada:s@se?cret=1@db.example/blog", "no parameter", "%40"],
  ["postgres://ada:se cret@db.example/blog", "a space", "%20"],
  ["postgres://ada:secret@db.example/blog\n", "a line break", "%0A"],
  ["postgres://ada:se%cret@db.example/blog", "The password", "%25"],
  ["postgres://ada:secret%4@db.example/blog", "The password", "%25"],
  ["postgres://a%da:secret@db.example/blog", "The user's name in the PostgreSQL URL is not UTF-8", "UTF-8"],
  ["postgres://a%ha:secret@db.example/blog", "The user's name", "%25"],
  ["postgres://ada:se%00cret@db.example/blog", "NUL", "%00"],
  ["postgres://ada:se%FFcret@db.example/blog", "not UTF-8", "%C3%A9"],
  ["postgres://ada:secret@db.example/bl%og", "The database", "%25"],
  ["postgres://ada:secret@::1/blog", "more than one \":\"", "[::1]:5432"],
  ["postgres://ada:secret@[::1/blog", "bracket", "[::1]:5432"],
  ["postgres://ada:secret@db.example/blog?sslmod=require", "no connection parameter sslmod", "Did you mean sslmode?"],
  ["postgres://ada:secret@db.example/blog?pool_size=10", "no connection parameter pool_size", "Leave it out"],
  ["postgres://ada:secret@db.example/blog?sslmode", "no parameter", "parameter=value"],
  ["postgres://db.example/blog?channel_binding=require", "channel_binding", "set it to disable or prefer"],
  ["postgres://db.example/blog?sslcrl=a.crl", "sslcrl", "Leave it out."],
])("%s is refused", (url, problem, hint) => {
  const error = failureOf(values(url))
  expect(error.kind).toBe("misconfigured")
  expect(error.problem).toContain(problem)
  expect(error.hint).toContain(hint)
  expect(JSON.stringify(error)).not.toMatch(/se(?=[^ctr]|cret)[^"]*cret|secret/)
})
