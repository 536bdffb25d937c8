import { version as uncompiled } from "../../package.json" with { type: "json" }

/** The version of Sterna: the build writes it into the executable. */
export const version = process.env["STERNA_BUILD_VERSION"] ?? uncompiled

/** The commit that the executable was built from; `undefined` where it runs from source. */
export const commit = process.env["STERNA_BUILD_COMMIT"]

/** What `sterna --version` prints. */
export const versionText = `sterna ${version}`
