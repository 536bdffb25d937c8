import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { type DatabaseError, nearest } from "sterna/dialect"
import type { Parameters } from "./parameter.ts"
import { type PemFile, readPem } from "./pem-file.ts"
import { refuse } from "./refuse.ts"

/** How a connection is encrypted: the `mysql` client's `--ssl-mode` and what belongs to it, files already read. */
export interface MysqlTls {
  readonly mode: TlsMode
  /** Who signs the server's certificate. Without it, those whom the runtime trusts. */
  readonly authority?: PemFile<string>
  /** With `key`. */
  readonly certificate?: PemFile<string>
  readonly key?: PemFile<Redacted.Redacted<string>>
}

export type TlsMode = "DISABLED" | "PREFERRED" | "REQUIRED" | "VERIFY_CA" | "VERIFY_IDENTITY"

/** The client's words, and those of libpq's `sslmode`. */
const modes: { readonly [word: string]: TlsMode } = {
  DISABLED: "DISABLED",
  PREFERRED: "PREFERRED",
  REQUIRED: "REQUIRED",
  VERIFY_CA: "VERIFY_CA",
  VERIFY_IDENTITY: "VERIFY_IDENTITY",
  DISABLE: "DISABLED",
  ALLOW: "PREFERRED",
  PREFER: "PREFERRED",
  REQUIRE: "REQUIRED",
  VERIFY_FULL: "VERIFY_IDENTITY",
}

/** Reads what a URL says of TLS, and the files that it names. Who names an authority wants the server's certificate checked. */
export const readTls = (parameters: Parameters): Effect.Effect<MysqlTls, DatabaseError> =>
  Effect.suspend(() =>
    Effect.fromResult(Result.gen(function*() {
      const mode = yield* modeOf(parameters)
      if (mode === "DISABLED") return { mode }
      const authority = yield* readPem(parameters, "ssl-ca")
      const certificate = yield* readPem(parameters, "ssl-cert")
      const key = yield* readPem(parameters, "ssl-key")
      if ((certificate === undefined) !== (key === undefined)) {
        return yield* refuse(
          `The URL names a client's ${certificate === undefined ? "key" : "certificate"} alone.`,
          "A certificate and its key belong together: ssl-cert and ssl-key.",
        )
      }
      return {
        mode,
        ...authority === undefined ? {} : { authority },
        ...certificate === undefined ? {} : { certificate },
        ...key === undefined ? {} : { key: { path: key.path, text: Redacted.make(key.text) } },
      }
    }))
  )

function modeOf(parameters: Parameters): Result.Result<TlsMode, DatabaseError> {
  const given = parameters["ssl-mode"]
  if (given === undefined) return Result.succeed(parameters["ssl-ca"] === undefined ? "PREFERRED" : "VERIFY_CA")
  const word = given.toUpperCase().replaceAll("-", "_")
  const mode = Object.hasOwn(modes, word) ? modes[word] : undefined
  if (mode !== undefined) return Result.succeed(mode)
  const near = nearest(word, Object.keys(modes))
  return refuse(
    `There is no ssl-mode ${given}.`,
    `It may be ${[...new Set(Object.values(modes))].join(", ")}.${near === undefined ? "" : ` Did you mean ${near}?`}`,
  )
}
