import { expect, test } from "bun:test"
import * as Result from "effect/Result"
import type { PostgresHost } from "../../../../plugins/postgres/target/host.ts"
import { hostsOf } from "../../../../plugins/postgres/target/hosts.ts"
import type { Settings } from "../../../../plugins/postgres/target/settings.ts"
import { failureOf } from "./failure.ts"

type Given = Partial<Record<"host" | "hostaddr" | "port", string>>

const hosts = (given: Given, local = "localhost") => {
  const settings: Settings = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, { value, source: "the URL" }]),
  )
  return hostsOf(settings, () => local)
}

const tcp = (name: string, port = 5432): PostgresHost => ({ kind: "tcp", name, port })

test.each<[given: Given, hosts: ReadonlyArray<PostgresHost>]>([
  [{}, [tcp("localhost")]],
  [{ port: "6432" }, [tcp("localhost", 6432)]],
  [{ host: "db.example" }, [tcp("db.example")]],
  [{ host: "::1", port: "6432" }, [tcp("::1", 6432)]],
  [{ host: "one,two" }, [tcp("one"), tcp("two")]],
  [{ host: "one,two", port: "6432" }, [tcp("one", 6432), tcp("two", 6432)]],
  [{ host: "one,two", port: "1,2" }, [tcp("one", 1), tcp("two", 2)]],
  [{ host: "one,", port: ",2" }, [tcp("one"), tcp("localhost", 2)]],
  [{ host: "/run/postgresql" }, [{ kind: "socket", path: "/run/postgresql/.s.PGSQL.5432", port: 5432 }]],
  [{ host: "/tmp/", port: "6432" }, [{ kind: "socket", path: "/tmp/.s.PGSQL.6432", port: 6432 }]],
  [{ hostaddr: "10.0.0.7" }, [{ kind: "tcp", name: "10.0.0.7", address: "10.0.0.7", port: 5432 }]],
  [{ host: "one,two", hostaddr: "10.0.0.7," }, [
    { kind: "tcp", name: "one", address: "10.0.0.7", port: 5432 },
    tcp("two"),
  ]],
  [{ hostaddr: "fe80::7%eth0" }, [{ kind: "tcp", name: "fe80::7%eth0", address: "fe80::7%eth0", port: 5432 }]],
])("%j", (given, expected) => {
  expect(Result.merge(hosts(given))).toMatchObject(expected)
})

test("without a host it is the local server's socket where there is one", () => {
  expect(Result.merge(hosts({ port: "6432" }, "/run/postgresql"))).toMatchObject([
    { kind: "socket", path: "/run/postgresql/.s.PGSQL.6432", port: 6432 },
  ])
})

test.each<[given: Given, problem: string]>([
  [{ host: "one,two,three", port: "1,2" }, "There are 2 ports, set by the URL, for 3 hosts."],
  [{ port: "1,2" }, "There are 2 ports, set by the URL, for 1 host."],
  [{ host: "one,two", hostaddr: "10.0.0.7" }, "There are 2 hosts, set by the URL, and 1 addresses"],
  [{ port: "0" }, "no number from 1 to 65535"],
  [{ port: "65536" }, "no number from 1 to 65535"],
  [{ port: "s3cret" }, "A port that is set by the URL is no number"],
  [{ hostaddr: "db.example" }, "The hostaddr db.example is no IP address."],
  [{ host: "@postgres" }, "a socket without a file"],
])("%j is refused", (given, problem) => {
  const error = failureOf(hosts(given))
  expect(error.kind).toBe("misconfigured")
  expect(error.problem).toContain(problem)
  expect(JSON.stringify(error)).not.toContain("s3cret")
})
