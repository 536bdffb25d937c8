import { expect, test } from "bun:test"
import { targets } from "../../../scripts/executable/target.ts"
import type { Machine } from "../../../scripts/npm/machine.ts"
import { executableOf, packageOfTarget, platforms, targetOfMachine } from "../../../scripts/npm/platform.ts"

test("there is a package for every executable of a release", () => {
  expect(Object.keys(platforms)).toEqual(Object.keys(targets))
  for (const [target, { extension }] of Object.entries(targets)) {
    expect(executableOf(target)).toBe(`bin/sterna${extension}`)
  }
})

test.each<[Machine, string | undefined]>([
  [{ os: "linux", cpu: "x64", libc: "glibc" }, "@sterna/linux-x64"],
  [{ os: "linux", cpu: "arm64", libc: "musl" }, "@sterna/linux-arm64-musl"],
  [{ os: "darwin", cpu: "arm64", libc: undefined }, "@sterna/darwin-arm64"],
  [{ os: "win32", cpu: "x64", libc: undefined }, "@sterna/windows-x64"],
  [{ os: "win32", cpu: "arm64", libc: undefined }, undefined],
  [{ os: "freebsd", cpu: "x64", libc: undefined }, undefined],
])("the package for %p is %p", (machine, name) => {
  const target = targetOfMachine(machine)
  expect(target === undefined ? undefined : packageOfTarget(target)).toBe(name)
})
