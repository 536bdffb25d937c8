import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { join } from "node:path"
import { getCACertificates } from "node:tls"
import type { DatabaseError } from "sterna/dialect"
import { isShared, readText } from "./files.ts"
import { unusable } from "./refuse.ts"
import type { Setting, Settings } from "./settings.ts"
import type { TlsSettings } from "./tls-settings.ts"
import { trustsSystem } from "./tls-settings.ts"
import type { PostgresTls } from "./tls.ts"

/**
 * TLS with its files read (manual, 34.19): `sslrootcert`, `sslcert` and `sslkey`, else root.crt, postgresql.crt and
 * postgresql.key in ~/.postgresql, where they exist. Unlike libpq, a file that was named must exist.
 */
export const readCertificates = Effect.fnUntraced(function*(
  settings: Settings,
  tls: TlsSettings,
  home: string,
): Effect.fn.Return<PostgresTls, DatabaseError> {
  if (tls.mode === "disable") return tls
  const folder = join(home, ".postgresql")
  const rootCertificate = yield* readRoot(settings, tls, join(folder, "root.crt"))
  const client = settings.sslcertmode?.value === "disable" ? {} : yield* readClient(settings, folder)
  const mode = tls.mode === "require" && rootCertificate !== undefined ? "verify-ca" : tls.mode
  return { ...tls, mode, ...rootCertificate === undefined ? {} : { rootCertificate }, ...client }
})

const readRoot = Effect.fnUntraced(function*(
  settings: Settings,
  { mode }: TlsSettings,
  usual: string,
): Effect.fn.Return<string | undefined, DatabaseError> {
  if (trustsSystem(settings)) return getCACertificates("system").join("\n")
  const text = yield* readNamed("root certificate", settings.sslrootcert, usual)
  if (text === undefined && (mode === "verify-ca" || mode === "verify-full")) {
    return yield* unusable(
      `With sslmode=${mode} there must be a root certificate, and there is no file ${usual}.`,
      "Name one with sslrootcert, trust the operating system's with sslrootcert=system, or use sslmode=require, which does "
        + "not check the server's certificate.",
    )
  }
  return text
})

const readClient = Effect.fnUntraced(function*(
  { sslcert, sslkey, sslpassword }: Settings,
  folder: string,
): Effect.fn.Return<Pick<PostgresTls, "certificate" | "key" | "passphrase">, DatabaseError> {
  const certificate = yield* readNamed("client certificate", sslcert, join(folder, "postgresql.crt"))
  if (certificate === undefined) return {}
  const file = sslkey?.value ?? join(folder, "postgresql.key")
  const key = yield* readNamed("client key", sslkey, file)
  if (key === undefined) {
    return yield* unusable(
      `There is a client certificate, but no file ${file} with its key.`,
      "Name the key with sslkey, or leave the certificate out with sslcertmode=disable.",
    )
  }
  if (isShared(file, { byRootWithGroup: true })) {
    return yield* unusable(
      `Others may read the client key ${file}.`,
      `Run chmod 0600 ${file}; a key of root's may also have 0640.`,
    )
  }
  const passphrase = sslpassword === undefined ? {} : { passphrase: Redacted.make(sslpassword.value) }
  return { certificate, key: Redacted.make(key), ...passphrase }
})

const readNamed = Effect.fnUntraced(function*(
  what: string,
  named: Setting | undefined,
  usual: string,
): Effect.fn.Return<string | undefined, DatabaseError> {
  const text = yield* readText(named?.value ?? usual)
  if (text === undefined && named !== undefined) {
    return yield* unusable(`There is no ${what} ${named.value}, which is named by ${named.source}.`, "Check the path.")
  }
  return text
})
