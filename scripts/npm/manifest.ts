import * as project from "../../package.json" with { type: "json" }
import { packageOfTarget, platforms } from "./platform.ts"

const { dependencies: { effect, mysql2, postgres }, description, exports, license, version } = project

const about = { version, description, license }

/** The package.json of the package `sterna`. */
export const mainManifest = () => ({
  name: project.name,
  ...about,
  type: "module",
  bin: { sterna: "bin/sterna.js" },
  exports: {
    ...Object.fromEntries(Object.entries(exports).map(([door, source]) => [door, compiled(source)])),
    "./package.json": "./package.json",
  },
  files: ["bin", "src", "plugins"],
  engines: { node: ">=20" },
  // Migrations, application and library have to share one effect. Its minor belongs to the contract of plugins.
  peerDependencies: { effect: `~${effect}` },
  // The others are of the command line alone, which the executable holds.
  dependencies: { mysql2, postgres },
  optionalDependencies: Object.fromEntries(Object.keys(platforms).map((name) => [packageOfTarget(name), version])),
})

/** The package.json of a platform's package; it holds the executable alone. */
export const platformManifest = (target: string) => {
  const { cpu, libc, os } = platforms[target] ?? {}
  return {
    name: packageOfTarget(target),
    ...about,
    description: `The executable of Sterna for ${target}`,
    files: ["bin"],
    os: [os],
    cpu: [cpu],
    ...libc === undefined ? {} : { libc: [libc] },
    preferUnplugged: true,
  }
}

const compiled = (source: string) => ({
  types: source.replace(/\.ts$/, ".d.ts"),
  default: source.replace(/\.ts$/, ".js"),
})
