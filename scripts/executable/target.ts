/** A machine that the executable can be compiled for. */
export interface Target {
  /** As `bun build --target` calls it. */
  readonly bun: Bun.Build.CompileTarget
  /** What the executable's name ends with. */
  readonly extension: "" | ".exe"
}

/** Every machine that a release is for, by the name in its files. */
export const targets: Readonly<Record<string, Target>> = {
  "linux-x64": { bun: "bun-linux-x64", extension: "" },
  "linux-arm64": { bun: "bun-linux-arm64", extension: "" },
  "linux-x64-musl": { bun: "bun-linux-x64-musl", extension: "" },
  "linux-arm64-musl": { bun: "bun-linux-arm64-musl", extension: "" },
  "darwin-arm64": { bun: "bun-darwin-arm64", extension: "" },
  "darwin-x64": { bun: "bun-darwin-x64", extension: "" },
  "windows-x64": { bun: "bun-windows-x64", extension: ".exe" },
}

/** The target of a name, or what is said of one that there is not. */
export const targetOf = (name: string): Target | string =>
  targets[name] ?? `There is no target ${name}: it is one of ${Object.keys(targets).join(", ")}.`
