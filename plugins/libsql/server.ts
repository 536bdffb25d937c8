import * as Redacted from "effect/Redacted"

/** A server, and what it lets in. */
export interface LibsqlServer {
  readonly address: string
  readonly secret?: Redacted.Redacted<string>
}

/**
 * The server that a URL names: `libsql://blog-me.turso.io?authToken=…`, also with `wss:`, `ws:`, `https:` or `http:` behind
 * `libsql+`. The token may be in `LIBSQL_AUTH_TOKEN` as well. `undefined` for a file.
 */
export const serverOf = (
  url: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): LibsqlServer | undefined => {
  const address = URL.parse(url.replace(/^libsql\+/i, ""))
  if (address === null || address.hostname === "") return undefined
  const token = address.searchParams.get("authToken") ?? environment["LIBSQL_AUTH_TOKEN"] ?? ""
  address.searchParams.delete("authToken")
  return { address: address.href, ...token === "" ? {} : { secret: Redacted.make(token) } }
}
