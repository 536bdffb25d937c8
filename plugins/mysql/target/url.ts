import * as Result from "effect/Result"
import type { DatabaseError } from "sterna/dialect"
import { parameterOf, type Parameters } from "./parameter.ts"
import { refuse } from "./refuse.ts"

/** What a URL says of a connection; what it leaves out is empty. */
export interface UrlParts {
  readonly user: string
  readonly password: string
  /** A name or an address; IPv6 without brackets. */
  readonly host: string
  readonly port: string
  readonly database: string
  readonly parameters: Parameters
}

/**
 * Reads `mysql://user:password@host:port/database?parameter=value`, each part of it optional and percent-encoded.
 * `directory` is where its relative paths begin. No message repeats what may be a piece of a password.
 */
export function urlParts(url: string, directory: string): Result.Result<UrlParts, DatabaseError> {
  const [, rest] = /^[a-z][a-z0-9+.-]*:\/\/(.*)$/is.exec(url) ?? []
  if (rest === undefined) return refuse("The MySQL URL has no // behind its scheme.", form)
  if (/\s/.test(rest)) {
    return refuse("The MySQL URL holds a space or a line break.", "Write it as %20 where it belongs to the value.")
  }
  const [, authority = "", path = "", query = ""] = /^([^/?#]*)(?:\/([^?#]*))?(?:\?([^#]*))?/s.exec(rest) ?? []
  const [, credentials = "", place = ""] = /^(?:(.*)@)?([^@]*)$/s.exec(authority) ?? []
  if (rest.includes("#") || rest.indexOf("@", authority.length) !== -1 || credentials.includes("@")) {
    return refuse("The MySQL URL has an odd character that belongs to a name or password.", encoding)
  }
  const [, address, plain = "", port = ""] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(\d*))?$/.exec(place) ?? []
  if (address === undefined && plain === "" && place !== "" && !/^:\d*$/.test(place)) {
    return refuse(
      "The host in the MySQL URL has a port that is no number, or more than one \":\".",
      "Write an IPv6 address in brackets, as in [::1]:3306, and a \":\" that belongs to a name or password as %3A.",
    )
  }
  const colon = credentials.includes(":") ? credentials.indexOf(":") : credentials.length
  return Result.all({
    user: decoded(credentials.slice(0, colon), "user's name"),
    password: decoded(credentials.slice(colon + 1), "password"),
    host: decoded(address ?? plain, "host"),
    port: Result.succeed(port),
    database: decoded(path, "database"),
    parameters: queryParameters(query, directory),
  })
}

const form = "Write mysql://user:password@host:3306/database, with odd characters percent-encoded."
const encoding = "In a user's name or password, write \"@\" as %40, \"/\" as %2F, \"?\" as %3F and \"#\" as %23."

const queryParameters = (query: string, directory: string): Result.Result<Parameters, DatabaseError> =>
  Result.map(
    Result.all(
      query.split("&").filter((part) => part !== "").map((part) => {
        const [, name, value] = /^([\w-]{1,40})=(.*)$/s.exec(part) ?? []
        return name === undefined || value === undefined
          ? refuse("The MySQL URL has something behind its \"?\" that is no parameter.", encoding)
          : Result.flatMap(decoded(value, "parameter"), (text) => parameterOf(name, text, directory))
      }),
    ),
    (all): Parameters => Object.fromEntries(all.flatMap((parameters) => Object.entries(parameters))),
  )

/** Without the percent-encoding. A refusal names the part and not its text. */
function decoded(text: string, part: string): Result.Result<string, DatabaseError> {
  if (/%(?![0-9a-f]{2})/i.test(text)) {
    return refuse(
      `The ${part} in the MySQL URL has a "%" that is not followed by two hexadecimal digits.`,
      "Write it as %25.",
    )
  }
  if (text.includes("%00")) return refuse(`The ${part} in the MySQL URL holds a NUL character.`, "Remove the %00.")
  try {
    return Result.succeed(decodeURIComponent(text))
  } catch {
    return refuse(
      `The ${part} in the MySQL URL is not UTF-8 once it is decoded.`,
      "Encode the bytes of its UTF-8 form: é is %C3%A9.",
    )
  }
}
