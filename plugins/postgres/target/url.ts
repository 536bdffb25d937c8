import * as Result from "effect/Result"
import { resolve } from "node:path"
import type { DatabaseError } from "sterna/dialect"
import { isParameter, ruleOf } from "./parameter.ts"
import { refuse } from "./refuse.ts"
import { merged, setting, type Settings } from "./settings.ts"
import { addressParts } from "./url-address.ts"
import { percentDecoded } from "./url-text.ts"

/**
 * What a URL says of a connection (manual, 34.1.1.2): `postgres://user:password@host:port,host:port/database?parameter=value`,
 * each part of it optional and percent-encoded. `directory` is where its relative paths begin. No message repeats what
 * may be a piece of a password.
 */
export function urlSettings(url: string, directory: string): Result.Result<Settings, DatabaseError> {
  const [, rest] = /^[a-z][a-z0-9+.-]*:\/\/(.*)$/is.exec(url) ?? []
  if (rest === undefined) return refuse("The PostgreSQL URL has no // behind its scheme.", form)
  const space = /\s/.exec(rest)?.[0]
  if (space !== undefined) {
    return refuse(
      space === " " ? "The PostgreSQL URL holds a space." : "The PostgreSQL URL holds a line break or a tab.",
      `Write it as ${encodeURIComponent(space)} where it belongs to the value; else remove it.`,
    )
  }
  const [, authority = "", path = "", query = ""] = /^([^/?]*)(?:\/([^?]*))?(?:\?(.*))?$/s.exec(rest) ?? []
  const misread = rest.charAt(authority.length)
  const at = rest.includes("@", authority.length)
  if (path.includes("@") || (at && authority.includes(":") && !authority.includes("@"))) {
    return refuse(
      `The PostgreSQL URL has a "@" behind its first "${misread}", where the host has ended.`,
      `In a user's name or password, write "${misread}" as ${
        encodeURIComponent(misread)
      }; elsewhere, write "@" as %40.`,
    )
  }
  const address = addressParts(authority)
  if (Result.isFailure(address)) return Result.fail(address.failure)
  const database = percentDecoded(path, "database")
  if (Result.isFailure(database)) return Result.fail(database.failure)
  const said = Object.entries({ ...address.success, dbname: database.success })
  const settings = Object.fromEntries(
    said.flatMap(([name, value]) => value === "" ? [] : [[name, { value, source: "the URL" }]]),
  )
  return Result.map(querySettings(query, directory), (asked) => ({ ...settings, ...asked }))
}

const form = "Write postgres://user:password@host:5432/database, with odd characters percent-encoded."

const querySettings = (query: string, directory: string): Result.Result<Settings, DatabaseError> =>
  merged(
    query.split("&").filter((part) => part !== "").map((part) => {
      const equals = part.indexOf("=")
      // Behind a "@" this may be the rest of a password, whose pieces nobody may read.
      const secretive = query.includes("@")
      return Result.flatMap(
        Result.all([
          percentDecoded(equals === -1 ? part : part.slice(0, equals), "parameter"),
          percentDecoded(equals === -1 ? "" : part.slice(equals + 1), "parameter"),
        ]),
        ([name, value]) =>
          equals === -1 || !/^\w{1,40}$/.test(name) || (secretive && !isParameter(name))
            ? notAParameter()
            : parameterSetting(name, value, directory),
      )
    }),
  )

const notAParameter = () =>
  refuse(
    "The PostgreSQL URL has something behind its \"?\" that is no parameter.",
    "Write parameter=value there; write a \"?\", \"@\" or \"&\" that belongs to a name or password as %3F, %40 or %26.",
  )

function parameterSetting(name: string, value: string, directory: string): Result.Result<Settings, DatabaseError> {
  // As JDBC writes it; libpq knows this one word.
  if (name === "ssl" && value === "true") return setting("sslmode", "require", "the URL")
  const isPath = isParameter(name) && ruleOf(name).path === true && value !== "" && value !== "system"
  return setting(name, isPath ? resolve(directory, value) : value, "the URL")
}
