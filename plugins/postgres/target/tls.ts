import type * as Redacted from "effect/Redacted"

/** How a TCP connection is encrypted: libpq's `sslmode` and what belongs to it, files already read. */
export interface PostgresTls {
  /**
   * `require` with a root certificate is given as `verify-ca`, as libpq takes it. In `allow` and `prefer`, too, the chain
   * is verified where there is a `rootCertificate`, and the connection goes on without TLS where that fails.
   */
  readonly mode: "disable" | "allow" | "prefer" | "require" | "verify-ca" | "verify-full"
  /** PEM. Present whenever `mode` is `verify-ca` or `verify-full`. */
  readonly rootCertificate?: string
  /** PEM, with `key`. */
  readonly certificate?: string
  /** PEM. */
  readonly key?: Redacted.Redacted<string>
  /** What the key is encrypted with. */
  readonly passphrase?: Redacted.Redacted<string>
  readonly minVersion?: "TLSv1" | "TLSv1.1" | "TLSv1.2" | "TLSv1.3"
  readonly maxVersion?: "TLSv1" | "TLSv1.1" | "TLSv1.2" | "TLSv1.3"
  /** `direct`: TLS begins with the first byte, without asking (PostgreSQL 17). */
  readonly negotiation: "postgres" | "direct"
}
