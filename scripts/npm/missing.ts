import { version } from "../../package.json" with { type: "json" }
import { platforms } from "./platform.ts"

/** What is said where the package of this platform is not installed. */
export const missingPackage = (name: string, machine: string): string =>
  [
    `The package ${name}, which holds the executable for this machine (${machine}), is not installed.`,
    "It is an optional dependency: package managers leave it out where these are switched off (npm's --omit=optional), and",
    "where node_modules, or the lockfile, was made on another machine. Install again here, or install it by name:",
    `  npm install --save-dev --save-exact ${name}@${version}`,
  ].join("\n")

/** What is said on a machine that there is no executable for. */
export const missingTarget = (machine: string): string =>
  `There is no executable for this machine (${machine}). There is one for ${Object.keys(platforms).join(", ")}.`
