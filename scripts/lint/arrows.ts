/** What a room may import. A room is a folder of `src/`, a file directly in it, or one plugin; its own files it may always import. */
interface Arrows {
  /** Rooms it may import. */
  readonly imports?: ReadonlyArray<string>
  /** Rooms of which it may import types. */
  readonly types?: ReadonlyArray<string>
  /** Rooms that it may load with `import()`. */
  readonly loads?: ReadonlyArray<string>
  /** Packages it may import; a trailing `*` stands for any rest. */
  readonly packages: ReadonlyArray<string>
}

const pure = ["effect/*"]
const edge = ["effect/*", "@effect/platform-node-shared/*", "node:*", "bun"]
const plugin = ["sterna", "sterna/dialect", "effect/*", "node:*", "bun", "bun:*"]
/** A plugin that extends a built-in dialect finds it behind the door that third parties have. */
const extending = [...plugin, "sterna/dialects/*"]

/** The import arrows of docs/design.md, section 3: the one place that says who may import whom. */
export const arrows: Readonly<Record<string, Arrows>> = {
  "main": { imports: ["cli"], loads: ["whole", "probe"], packages: edge },
  "whole": { imports: ["cli", "builtin"], packages: edge },
  "probe": { imports: ["cli", "builtin"], packages: edge },
  "bundled": { imports: ["cli", "builtin"], packages: edge },
  "builtin": { types: ["dialect"], loads: ["plugins/*"], packages: pure },
  "cli": {
    imports: ["run", "history", "config", "events", "dialect", "migration", "package.json"],
    // What a migration on disk imports is served to it: the doors and every module of effect. The suite is for one command.
    loads: ["doors", "doors/dialects", "effect-modules.generated", "conformance"],
    packages: [...edge, "bun:ffi"],
  },
  "run": { imports: ["history", "events", "dialect", "migration"], packages: edge },
  "migrator": {
    imports: ["run", "history", "config", "events", "dialect", "migration", "builtin", "package.json"],
    packages: edge,
  },
  "history": { imports: ["dialect", "migration"], packages: edge },
  "events": { types: ["dialect", "migration"], packages: pure },
  "config": { imports: ["dialect", "migration"], packages: edge },
  "dialect": { imports: ["migration"], packages: edge },
  "migration": { packages: pure },
  "conformance": {
    imports: ["doors", "run", "history", "events", "dialect", "migration"],
    packages: [...edge, "bun:test"],
  },
  "doors": {
    imports: ["migration", "dialect", "config", "history", "events", "run", "migrator", "conformance"],
    packages: pure,
  },
  "doors/dialects": { imports: ["plugins/mysql", "plugins/postgres", "plugins/sqlite"], packages: [] },
  "effect-modules.generated": { packages: ["effect", "effect/*"] },
  "plugins/*": { packages: plugin },
  "plugins/postgres": { packages: [...plugin, "postgres"] },
  "plugins/mysql": { packages: [...plugin, "mysql2", "mysql2/*"] },
  "plugins/cockroachdb": { packages: extending },
  "plugins/yugabytedb": { packages: extending },
  "plugins/tidb": { packages: extending },
  "plugins/pglite": { packages: [...extending, "@electric-sql/pglite"] },
  "plugins/duckdb": { packages: [...plugin, "@duckdb/node-api"] },
  "plugins/libsql": { packages: [...extending, "@libsql/client"] },
}

/** An import as the linter meets it. */
export interface Import {
  /** The importing file, relative to the project's folder. */
  readonly from: string
  /** What stands in quotes. */
  readonly specifier: string
  /** `value` and `type` are declarations, `load` is an `import()`. */
  readonly kind: "value" | "type" | "load"
}

/** The room of a file (its path relative to the project's folder; the doors to the dialects are a room of their own), or `undefined` where imports are free: tests, scripts, migrations. */
export function roomOf(path: string): string | undefined {
  const [top, room = "", ...rest] = path.split("/")
  if (top === "plugins") return `plugins/${room}`
  if (top !== "src") return undefined
  if (room === "doors" && rest.length > 1) return `doors/${rest[0]}`
  return rest.length === 0 ? room.replace(/\.ts$/, "") : room
}

/** What is wrong with an import, as a full sentence with the way out, or `undefined` when an arrow allows it. */
export function violation({ from, kind, specifier }: Import): string | undefined {
  const room = roomOf(from)
  if (room === undefined) return undefined
  const allowed = arrows[room] ?? (room.startsWith("plugins/") ? arrows["plugins/*"] : undefined)
  if (allowed === undefined) {
    return `"${room}" is no room of the house: name what it may import in scripts/lint/arrows.ts and docs/design.md, section 3.`
  }
  if (!specifier.startsWith(".")) {
    if (matches(allowed.packages, specifier)) return undefined
    return `${room} must not import the package "${specifier}": it may import ${list(allowed.packages)}.`
  }
  const target = roomOf(resolve(from, specifier)) ?? resolve(from, specifier).split("/", 1).join("")
  const reach = [
    ...(allowed.imports ?? []),
    ...(kind === "type" ? allowed.types ?? [] : []),
    ...(kind === "load" ? allowed.loads ?? [] : []),
  ]
  if (target === room || matches(reach, target)) return undefined
  return `${room} must not import ${target}: ${describe(room, allowed)}.`
}

function describe(room: string, { imports = [], loads = [], types = [] }: Arrows): string {
  const may = [
    ...(imports.length > 0 ? [`may import ${list(imports)}`] : []),
    ...(types.length > 0 ? [`may import types of ${list(types)}`] : []),
    ...(loads.length > 0 ? [`may load ${list(loads)} with import()`] : []),
  ]
  return may.length > 0 ? `${room} ${may.join(", ")}` : `${room} imports no other room`
}

const matches = (patterns: ReadonlyArray<string>, name: string): boolean =>
  patterns.some((pattern) => pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern)

const list = (names: ReadonlyArray<string>): string => names.join(", ")

const resolve = (from: string, specifier: string): string => new URL(specifier, `file:///${from}`).pathname.slice(1)
