import { expect, test } from "bun:test"
import { plainStyle } from "../../../src/cli/report/style.ts"
import { tenantResultOf } from "../../../src/cli/report/tenant-text.ts"
import { events } from "./events.ts"

test("of a prefix what ran on it, or that it failed", () => {
  const { TenantFinished: done } = events
  expect(tenantResultOf(done, "", plainStyle)).toBe("done    acme  1 migration  5 ms")
  expect(tenantResultOf({ ...done, exitCode: 1, versions: [] }, "main: ", plainStyle))
    .toBe("main: failed  acme  0 migrations  5 ms")
  expect(tenantResultOf({ ...done, versions: [] }, "", plainStyle)).toBeUndefined()
})

test.each([
  [{}, "3 prefixes: 1 changed, 1 failed, 1 not begun  5 ms\nfailed: initech"],
  [{ failed: [], notStarted: 0 }, "3 prefixes: 1 changed, 2 as before  5 ms"],
  [{ tenants: 1, failed: [], notStarted: 0 }, "1 prefix: 1 changed  5 ms"],
  [{ tenants: 0, changed: 0, failed: [], notStarted: 0 }, "0 prefixes: nothing to do  5 ms"],
])("the sum %j", (fields, text) => {
  expect(tenantResultOf({ ...events.TenantsFinished, ...fields }, "", plainStyle)).toBe(text)
})

test("of many that failed the first", () => {
  const failed = Array.from({ length: 22 }, (_, index) => `t${index}`)
  expect(tenantResultOf({ ...events.TenantsFinished, tenants: 22, changed: 0, notStarted: 0, failed }, "", plainStyle))
    .toEndWith("t18, t19 and 2 more")
})
