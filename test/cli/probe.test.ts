import { expect, test } from "bun:test"
import { isProbe } from "../../src/cli/probe.ts"
import { inFolder } from "./started.ts"

const plain =
  `import { defineConfig, env } from "sterna"\nexport default defineConfig({ repos: { a: { url: env("A") } } })\n`

test.each<[string, ReadonlyArray<string>, boolean]>([
  ["status", ["status"], true],
  ["status with flags", ["status", "--check", "--url", "sqlite:a.db"], true],
  ["another command", ["migrate"], false],
  ["a flag before the command", ["--quiet", "status"], false],
  ["no command", [], false],
  ["a plugin", ["status", "--plugin", "./a.ts"], false],
  ["a plugin behind =", ["status", "--plugin=./a.ts"], false],
  ["variables that may lie in a pipe", ["status", "--env-file", "/dev/stdin"], false],
  ["a config that is plain", ["status", "--config", "plain.ts"], true],
  ["a config with another import", ["status", "--config", "effect.ts"], false],
  ["the same behind =", ["status", "--config=effect.ts"], false],
  ["a config that imports a file", ["status", "--config", "file.ts"], false],
  ["a config with plugins", ["status", "--config", "plugins.ts"], false],
  ["a config that imports all of sterna", ["status", "--config", "namespace.ts"], false],
  ["a config that imports sterna where it needs it", ["status", "--config", "dynamic.ts"], false],
  ["a config that reads what can be read only once", ["status", "--config", "stdin.ts"], false],
  ["a config in JSON", ["status", "--config", "plain.json"], true],
  ["a config in JSON with plugins", ["status", "--config", "plugins.json"], false],
  ["a config that does not parse", ["status", "--config", "broken.ts"], false],
  ["a config that is not there", ["status", "--config", "gone.ts"], true],
  ["a config that is no file", ["status", "--config", "."], false],
])("%s", (_, args, expected) =>
  inFolder({
    "plain.ts": plain,
    "effect.ts": `import * as Effect from "effect/Effect"\n${plain}void Effect`,
    "file.ts": `import { url } from "./url.ts"\n${plain}void url`,
    "namespace.ts": "import * as sterna from \"sterna\"\nexport default sterna.defineConfig({ repos: {} })",
    "dynamic.ts": "const { table } = await import(\"sterna\")\nexport default { repos: { [typeof table]: {} } }",
    "stdin.ts": "export default { repos: { a: { url: await Bun.stdin.text() } } }",
    "plugins.ts": plain.replace("repos", `plugins: ["./a.ts"], repos`),
    "plain.json": "{\"repos\":{}}",
    "plugins.json": "{\"repos\":{},\"plugins\":[]}",
    "broken.ts": "export default {",
  }, (folder) => Promise.resolve(expect(isProbe(args, {}, folder)).toBe(expected))))

test("the config that is found by itself", () =>
  inFolder(
    { "sterna.config.ts": `import "./other.ts"\n${plain}` },
    (folder) => Promise.resolve(expect(isProbe(["status"], {}, folder)).toBe(false)),
  ))

test("plugins of the environment", () => {
  expect(isProbe(["status"], { STERNA_PLUGINS: "./a.ts" }, "/")).toBe(false)
  expect(isProbe(["status"], { STERNA_PLUGINS: "" }, "/")).toBe(true)
})
