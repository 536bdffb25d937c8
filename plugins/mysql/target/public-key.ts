import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { createPublicKey } from "node:crypto"
import type { DatabaseError } from "sterna/dialect"
import type { Parameters } from "./parameter.ts"
import { type PemFile, readPem } from "./pem-file.ts"
import { refuse } from "./refuse.ts"

/**
 * The server's RSA key, with which a password may travel where the connection is not encrypted: whichever the server sends,
 * or the one of a file. Who stands between can send a key of his own, and so read the password (MySQL's manual, 8.4.1.2).
 */
export type PublicKey = "as the server sends it" | PemFile<string>

/** Reads what a URL says of the server's key: the client's `--get-server-public-key` and `--server-public-key-path`. */
export const readPublicKey = (parameters: Parameters): Effect.Effect<PublicKey | undefined, DatabaseError> =>
  Effect.suspend(() =>
    Effect.fromResult(Result.gen(function*() {
      const mayAsk = yield* switched("get-server-public-key", parameters["get-server-public-key"])
      const file = yield* readPem(parameters, "server-public-key-path")
      if (file === undefined) return mayAsk ? "as the server sends it" : undefined
      return isPublicKey(file.text) ? file : yield* refuse(
        `The file ${file.path}, which server-public-key-path names, holds no public key in PEM.`,
        "Copy it from the server: SHOW STATUS LIKE 'Caching_sha2_password_rsa_public_key'.",
      )
    }))
  )

const isPublicKey = (text: string): boolean => {
  try {
    return createPublicKey(text).asymmetricKeyType === "rsa"
  } catch {
    return false
  }
}

const switched = (name: string, text = "false"): Result.Result<boolean, DatabaseError> =>
  /^(?:true|1|on)$/i.test(text)
    ? Result.succeed(true)
    : /^(?:false|0|off)$/i.test(text)
    ? Result.succeed(false)
    : refuse(`The ${name} is neither true nor false.`, "Write true or false.")
