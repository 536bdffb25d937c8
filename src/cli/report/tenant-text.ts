import { elapsed } from "../../events/elapsed.ts"
import type { Event } from "../../events/event.ts"
import type { Style } from "./style.ts"

type TenantEvent = Extract<Event, { readonly _tag: "TenantFinished" | "TenantsFinished" }>

/**
 * The result of the work on one prefix, or on all of them. Of a prefix on which nothing ran, only the sum speaks.
 *
 * @param repo what stands before it, where there are several
 */
export const tenantResultOf = (event: TenantEvent, repo: string, style: Style): string | undefined => {
  if (event._tag === "TenantsFinished") return repo + sumOf(event, style)
  const { durationMs, exitCode, prefix = "", versions } = event
  if (exitCode === 0 && versions.length === 0) return undefined
  const outcome = exitCode === 0 ? style("green", "done") : style("red", "failed")
  const ran = `${versions.length} ${versions.length === 1 ? "migration" : "migrations"}`
  return `${repo}${outcome}${exitCode === 0 ? "  " : ""}  ${prefix}  ${ran}  ${style("dim", elapsed(durationMs))}`
}

/** How many names of prefixes are said at most. */
const most = 20

const sumOf = (event: Extract<Event, { readonly _tag: "TenantsFinished" }>, style: Style): string => {
  const { changed, durationMs, failed, notStarted, tenants } = event
  const count = (number: number, what: string) => number === 0 ? [] : [`${number} ${what}`]
  const others = tenants - changed - failed.length - notStarted
  const parts = [
    ...count(changed, "changed"),
    ...count(others, "as before"),
    ...count(failed.length, "failed").map((text) => style("red", text)),
    ...count(notStarted, "not begun"),
  ]
  const sum = `${tenants} ${tenants === 1 ? "prefix" : "prefixes"}: ${
    parts.length === 0 ? "nothing to do" : parts.join(", ")
  }`
  const names = failed.length === 0
    ? ""
    : `\nfailed: ${failed.slice(0, most).join(", ")}${failed.length > most ? ` and ${failed.length - most} more` : ""}`
  return `${sum}  ${style("dim", elapsed(durationMs))}${names}`
}
