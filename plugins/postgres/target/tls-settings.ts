import * as Result from "effect/Result"
import type { DatabaseError } from "sterna/dialect"
import { refuse } from "./refuse.ts"
import { choice, type Setting, type Settings } from "./settings.ts"
import type { PostgresTls } from "./tls.ts"

/** What is known of TLS before files are read. */
export type TlsSettings = Pick<PostgresTls, "mode" | "negotiation" | "minVersion" | "maxVersion">

/** `sslrootcert=system`: the certificates that the operating system trusts. */
export const trustsSystem = ({ sslrootcert }: Settings): boolean => sslrootcert?.value === "system"

/** The words of `sslmode` and its like (manual, 34.1.2 and 34.19), checked against each other. */
export function tlsSettings(settings: Settings): Result.Result<TlsSettings, DatabaseError> {
  const system = trustsSystem(settings)
  return Result.flatMap(
    Result.all({
      mode: word("sslmode", modes, system ? "verify-full" : "prefer", settings),
      negotiation: word("sslnegotiation", ["postgres", "direct"], "postgres", settings),
      certificateMode: word("sslcertmode", ["allow", "disable"], "allow", settings),
      minVersion: word("ssl_min_protocol_version", versions, "TLSv1.2", settings),
      maxVersion: word("ssl_max_protocol_version", versions, "TLSv1.3", settings),
    }),
    ({ maxVersion, minVersion, mode, negotiation }) => {
      if (system && mode !== "verify-full") {
        return refuse(
          `The sslmode ${mode} does not check the name of the host, so that sslrootcert=system would protect from nothing.`,
          "Use sslmode=verify-full.",
        )
      }
      if (negotiation === "direct" && !["require", "verify-ca", "verify-full"].includes(mode)) {
        return refuse(
          `With sslnegotiation=direct there is always TLS, which sslmode=${mode} does not ask for.`,
          "Use sslmode=require or more, or leave sslnegotiation out.",
        )
      }
      if (versions.indexOf(minVersion) > versions.indexOf(maxVersion)) {
        return refuse(
          "The ssl_min_protocol_version is above the ssl_max_protocol_version.",
          "Leave one of the two out.",
        )
      }
      return Result.succeed({ mode, negotiation, minVersion, maxVersion })
    },
  )
}

const modes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"] as const
const versions = ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"] as const

type Choice = "sslmode" | "sslnegotiation" | "sslcertmode" | "ssl_min_protocol_version" | "ssl_max_protocol_version"

function word<Word extends string>(
  parameter: Choice,
  words: ReadonlyArray<Word>,
  otherwise: Word,
  settings: Settings,
): Result.Result<Word, DatabaseError> {
  const given: Setting | undefined = settings[parameter]
  return given === undefined ? Result.succeed(otherwise) : choice(parameter, given, words)
}
