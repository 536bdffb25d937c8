import { expect, test } from "bun:test"
import project from "../../../package.json" with { type: "json" }
import { mainManifest, platformManifest } from "../../../scripts/npm/manifest.ts"
import { platforms } from "../../../scripts/npm/platform.ts"

test("names and versions go in step with the project's", () => {
  const main = mainManifest()
  const { effect, mysql2, postgres } = project.dependencies
  expect([main.name, main.version, main.license]).toEqual([project.name, project.version, project.license])
  expect(main.dependencies).toEqual({ mysql2, postgres })
  expect(main.peerDependencies).toEqual({ effect: `~${effect}` })
  expect(main.optionalDependencies).toEqual(
    Object.fromEntries(Object.keys(platforms).map((target) => [`@sterna/${target}`, project.version])),
  )
  expect(Object.keys(main.exports)).toEqual([...Object.keys(project.exports), "./package.json"])
})

test.each<[target: string, platform: object]>([
  ["linux-x64-musl", { os: ["linux"], cpu: ["x64"], libc: ["musl"] }],
  ["darwin-arm64", { os: ["darwin"], cpu: ["arm64"] }],
  ["windows-x64", { os: ["win32"], cpu: ["x64"] }],
])("npm installs the package of %s only there", (target, platform) => {
  const { cpu, libc, name, os, version } = platformManifest(target)
  expect({ name, version }).toEqual({ name: `@sterna/${target}`, version: project.version })
  const fields: object = { os, cpu, ...libc === undefined ? {} : { libc } }
  expect(fields).toEqual(platform)
})
