/**
 * The URL of a relative of a database, whose servers listen elsewhere: with that port where its one host has none.
 *
 * @param url `cockroachdb://user:password@host/database`; what is no URL stays as it is
 */
export const withDefaultPort = (url: string, port: number): string => {
  const [, scheme, authority = "", rest = ""] = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*)(.*)$/is.exec(url) ?? []
  const host = authority.slice(authority.lastIndexOf("@") + 1)
  const isOne = host !== "" && !host.includes(",") && !/:\d*$/.test(host.replace(/^\[.*\]/, ""))
  return scheme === undefined || !isOne || /[?&]port=/.test(rest) ? url : `${scheme}${authority}:${port}${rest}`
}
