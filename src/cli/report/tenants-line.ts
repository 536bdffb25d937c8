import type { Event } from "../../events/event.ts"
import { cut, liveLine, nothing, oneLine, type UnderWay, underWayAfter } from "./live-line.ts"
import { plainStyle, type Style } from "./style.ts"

/** What is under way on several prefixes, as far as the live line of a terminal shows it. */
export interface TenantsUnderWay {
  /** How many prefixes there are; 0 before that is known. */
  readonly tenants: number
  readonly finished: number
  readonly failed: number
  /** By prefix, the oldest first. */
  readonly each: ReadonlyMap<string, UnderWay>
}

export const noTenants: TenantsUnderWay = { tenants: 0, finished: 0, failed: 0, each: new Map() }

/** What is under way after an event. */
export const tenantsAfter = (before: TenantsUnderWay, event: Event, now: number): TenantsUnderWay => {
  const { prefix } = event
  if (event._tag === "TenantsStarted") return { ...noTenants, tenants: event.tenants }
  if (event._tag === "TenantsFinished") return noTenants
  if (prefix === undefined) return before
  const each = new Map(before.each)
  if (event._tag === "TenantFinished") {
    each.delete(prefix)
    const failed = before.failed + (event.exitCode === 0 ? 0 : 1)
    return { ...before, each, failed, finished: before.finished + 1 }
  }
  each.set(prefix, underWayAfter(each.get(prefix) ?? nothing, event, now))
  return { ...before, each }
}

/** The live line, at most `columns` wide: how many are done, and what the oldest that is under way does. */
export const tenantsLine = (
  { each, failed, finished, tenants }: TenantsUnderWay,
  now: number,
  columns: number,
  style: Style = plainStyle,
): string => {
  if (tenants === 0) return ""
  const working = [...each].filter(([, underWay]) => underWay._tag !== "Nothing")
  const [oldest] = working.length === 0 ? [...each] : working
  const parts = [
    style("dim", `${finished}/${tenants}`),
    ...failed === 0 ? [] : [style("red", `${failed} failed`)],
    ...oldest === undefined ? [] : [style("bold", oneLine(oldest[0]))],
    ...each.size < 2 ? [] : [style("dim", `(and ${each.size - 1} more)`)],
  ]
  const work = oldest === undefined ? "" : liveLine(oldest[1], now, columns, style)
  return cut([...parts, ...work === "" ? [] : [work]].join("  "), columns)
}
