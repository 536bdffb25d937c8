import { expect, test } from "bun:test"
import { pluginSources } from "../../src/config/plugins.ts"

const overrides = { repos: [], migrationsPaths: [], url: undefined, lockTimeout: undefined, prefix: undefined }

test("plugins of the config are meant from its folder, the others from the working directory", () => {
  const sources = pluginSources({
    source: {
      file: "/app/db/sterna.config.ts",
      directory: "/app/db",
      config: { repos: {}, plugins: ["./a.ts", { from: "sterna-duckdb", schemes: ["duckdb"] }] },
    },
    overrides: { ...overrides, plugins: ["./b.ts"] },
    environment: { STERNA_PLUGINS: "./c.ts, sterna-tidb,," },
    directory: "/app",
  })
  const added = { directory: "/app", schemes: undefined }
  expect(sources).toEqual([
    { from: "./a.ts", directory: "/app/db", schemes: undefined, origin: "sterna.config.ts" },
    { from: "sterna-duckdb", directory: "/app/db", schemes: ["duckdb"], origin: "sterna.config.ts" },
    { from: "./b.ts", ...added, origin: "--plugin" },
    { from: "./c.ts", ...added, origin: "STERNA_PLUGINS" },
    { from: "sterna-tidb", ...added, origin: "STERNA_PLUGINS" },
  ])
})

test("a file that is named twice counts once, as it is named first", () => {
  const sources = pluginSources({
    source: { file: undefined, directory: "/app", config: { repos: {}, plugins: ["./a.ts", "a"] } },
    overrides: { ...overrides, plugins: ["/app/a.ts", "../app/a.ts", "a"] },
    environment: {},
    directory: "/app",
  })
  expect(sources.map(({ from, origin }) => [from, origin])).toEqual([["./a.ts", "config"], ["a", "config"]])
})
