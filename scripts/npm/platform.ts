import type { Machine } from "./machine.ts"

/** What npm goes by to choose a platform's package: the fields of its package.json (npm's documentation, "package.json"). */
export interface Platform {
  readonly os: "linux" | "darwin" | "win32"
  readonly cpu: "x64" | "arm64"
  /** The C library, where a system may have either. */
  readonly libc?: "glibc" | "musl"
}

/** The platforms that there is an executable for, by the names of the targets. */
export const platforms: Readonly<Record<string, Platform>> = {
  "linux-x64": { os: "linux", cpu: "x64", libc: "glibc" },
  "linux-arm64": { os: "linux", cpu: "arm64", libc: "glibc" },
  "linux-x64-musl": { os: "linux", cpu: "x64", libc: "musl" },
  "linux-arm64-musl": { os: "linux", cpu: "arm64", libc: "musl" },
  "darwin-arm64": { os: "darwin", cpu: "arm64" },
  "darwin-x64": { os: "darwin", cpu: "x64" },
  "windows-x64": { os: "win32", cpu: "x64" },
}

/** The target of a machine; `undefined` where there is no executable for it. */
export const targetOfMachine = ({ cpu, libc, os }: Machine): string | undefined =>
  Object.entries(platforms).find(([, platform]) =>
    platform.os === os && platform.cpu === cpu && (platform.libc === undefined || platform.libc === libc)
  )?.[0]

/** The package that holds the executable of a target. */
export const packageOfTarget = (target: string): string => `@sterna/${target}`

/** Where the executable lies in its package. */
export const executableOf = (target: string): string =>
  platforms[target]?.os === "win32" ? "bin/sterna.exe" : "bin/sterna"
