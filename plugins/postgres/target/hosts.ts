import * as Result from "effect/Result"
import { isIP } from "node:net"
import type { DatabaseError } from "sterna/dialect"
import type { PostgresHost } from "./host.ts"
import { refuse } from "./refuse.ts"
import type { Setting, Settings } from "./settings.ts"

/** The hosts of a connection before their passwords are known. */
export type Hosts = readonly [PostgresHost, ...ReadonlyArray<PostgresHost>]

/**
 * The hosts that `host`, `hostaddr` and `port` name, lists of equal length (manual, 34.1.1.3); one port is for all.
 * `localHost` answers where to go for a port when no host is named: a socket's folder, or a name.
 */
export function hostsOf(
  { host, hostaddr, port }: Settings,
  localHost: (port: number) => string,
): Result.Result<Hosts, DatabaseError> {
  const names = listOf(host)
  const addresses = listOf(hostaddr)
  const count = Math.max(names.length, addresses.length, 1)
  if (names.length > 0 && addresses.length > 0 && names.length !== addresses.length) {
    return refuse(
      `There are ${names.length} hosts, set by ${host?.source}, and ${addresses.length} addresses, set by ${hostaddr?.source}.`,
      "Give each host one hostaddr, which may be empty.",
    )
  }
  return Result.flatMap(portsOf(port, count), (ports) => {
    const hosts = ports.map((number, index) => hostAt(names[index] ?? "", addresses[index] ?? "", number, localHost))
    return Result.map(Result.all(hosts), ([first, ...others]) => [first ?? unnamed(localHost), ...others])
  })
}

const defaultPort = 5432

const listOf = (setting: Setting | undefined): ReadonlyArray<string> => setting?.value.split(",") ?? []

const unnamed = (localHost: (port: number) => string): PostgresHost => place(localHost(defaultPort), defaultPort)

function portsOf(setting: Setting | undefined, count: number): Result.Result<ReadonlyArray<number>, DatabaseError> {
  const ports = listOf(setting)
  if (ports.length > 1 && ports.length !== count) {
    return refuse(
      `There are ${ports.length} ports, set by ${setting?.source}, for ${count} host${count === 1 ? "" : "s"}.`,
      "Give one port for all hosts, or one for each.",
    )
  }
  const numbers = Array.from({ length: count }, (_, index) => {
    const text = (ports.length === 1 ? ports[0] : ports[index])?.trim() ?? ""
    return text === "" ? defaultPort : /^\d{1,5}$/.test(text) ? Number(text) : 0
  })
  return numbers.every((number) => number >= 1 && number <= 65_535)
    ? Result.succeed(numbers)
    : refuse(
      `A port that is set by ${setting?.source} is no number from 1 to 65535.`,
      "Check the port; write a \":\" that belongs to a user's name as %3A.",
    )
}

function hostAt(
  name: string,
  address: string,
  port: number,
  localHost: (port: number) => string,
): Result.Result<PostgresHost, DatabaseError> {
  if (address !== "") {
    return isIP(address.replace(/%.*$/s, "")) === 0
      ? refuse(`The hostaddr ${address} is no IP address.`, "Write a name as host.")
      : Result.succeed({ kind: "tcp", name: name === "" ? address : name, address, port })
  }
  if (name.startsWith("@")) {
    return refuse(
      "A host begins with \"@\", which means a socket without a file.",
      "Let the server listen at a socket with a file, or at a port.",
    )
  }
  return Result.succeed(place(name === "" ? localHost(port) : name, port))
}

/** A host that begins with a slash is the folder of a socket (manual, 34.1.2, `host`). */
const place = (host: string, port: number): PostgresHost =>
  host.startsWith("/")
    ? { kind: "socket", path: `${host.replace(/\/+$/, "")}/.s.PGSQL.${port}`, port }
    : { kind: "tcp", name: host, port }
