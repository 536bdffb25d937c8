import * as Result from "effect/Result"
import type { DatabaseError } from "sterna/dialect"
import type { Parameter } from "./parameter.ts"
import { refuse } from "./refuse.ts"
import { percentDecoded } from "./url-text.ts"

/** What may stand between `//` and the database's name; `host` and `port` are lists, separated by commas. */
type AddressParts = Readonly<Record<Extract<Parameter, "user" | "password" | "host" | "port">, string>>

/** Reads `user:password@host:port,[::1]:port`, each part of it optional. */
export function addressParts(authority: string): Result.Result<AddressParts, DatabaseError> {
  const at = authority.indexOf("@")
  if (at !== authority.lastIndexOf("@")) {
    return refuse("The PostgreSQL URL has more than one \"@\" before its host.", "Write all but the last as %40.")
  }
  const credentials = authority.slice(0, Math.max(at, 0))
  const colon = credentials.includes(":") ? credentials.indexOf(":") : credentials.length
  return Result.flatMap(
    Result.all([
      percentDecoded(credentials.slice(0, colon), "user's name"),
      percentDecoded(credentials.slice(colon + 1), "password"),
      Result.all(authority.slice(at + 1).split(",").map(hostPart)),
    ]),
    ([user, password, hosts]) => {
      const list = (parts: ReadonlyArray<string>) => parts.every((part) => part === "") ? "" : parts.join(",")
      return Result.succeed({
        user,
        password,
        host: list(hosts.map(({ name }) => name)),
        port: list(hosts.map(({ port }) => port)),
      })
    },
  )
}

interface HostPart {
  readonly name: string
  readonly port: string
}

function hostPart(text: string): Result.Result<HostPart, DatabaseError> {
  const [, address, plain = "", port = ""] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::([^:]*))?$/.exec(text) ?? []
  if (address === undefined && plain === "" && port === "" && !/^:?$/.test(text)) {
    return refuse(
      "A host in the PostgreSQL URL has more than one \":\", or a bracket without its other.",
      "Write an IPv6 address in brackets, as in [::1]:5432; in a user's name or password, write [ as %5B and ] as %5D.",
    )
  }
  return Result.flatMap(
    Result.all([percentDecoded(address ?? plain, "host"), percentDecoded(port, "port")]),
    ([name, decodedPort]) => Result.succeed({ name, port: decodedPort }),
  )
}
