import type { Server } from "sterna/dialect"

/**
 * Which server greets, from the version in its greeting (MySQL's manual, "Protocol::HandshakeV10"). MariaDB before 11 puts
 * `5.5.5-` before its own, for replicas that know no version above 5: `5.5.5-10.11.19-MariaDB-0+deb12u1`.
 */
export const serverOf = (greeting: string): Server => {
  const flavour = /mariadb/i.test(greeting) ? "mariadb" : "mysql"
  const [version = ""] = /\d+(?:\.\d+)*/.exec(greeting.replace(/^5\.5\.5-(?=\d+\.\d+.*mariadb)/i, "")) ?? []
  return { flavour, version }
}

/** Whether a server is of a version or a newer one: `isAtLeast(server, "10.5.2")`. One that is unknown is taken for new. */
export const isAtLeast = ({ version }: Server, wanted: string): boolean => {
  if (version === "") return true
  const [have, want] = [version, wanted].map((text) => text.split(".").map(Number))
  const place = want?.findIndex((part, index) => part !== (have?.[index] ?? Number.POSITIVE_INFINITY)) ?? -1
  return place === -1 || (have?.[place] ?? Number.POSITIVE_INFINITY) > (want?.[place] ?? 0)
}
