import type * as Redacted from "effect/Redacted"

/** One address of a server. */
export type PostgresHost = TcpHost | SocketHost

export interface TcpHost {
  readonly kind: "tcp"
  /** The name that the server's certificate is compared with; it may be an address. IPv6 without brackets. */
  readonly name: string
  /** Where to connect instead of looking the name up (`hostaddr`). */
  readonly address?: string
  readonly port: number
  /** The password for this host: those of a password file differ by host and port. */
  readonly password?: Redacted.Redacted<string>
}

export interface SocketHost {
  readonly kind: "socket"
  /** The socket itself: `/run/postgresql/.s.PGSQL.5432`. TLS does not apply to it. */
  readonly path: string
  readonly port: number
  readonly password?: Redacted.Redacted<string>
}
