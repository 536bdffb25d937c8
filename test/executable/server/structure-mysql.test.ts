import { expect, test } from "bun:test"
import { chmodSync } from "node:fs"
import { mariadbDumpBinary } from "../../../scripts/servers/mysql/dump-binary.ts"
import { structureFooter, structureHeader } from "../../../src/run/structure-file.ts"
import { observe, type Observed } from "../../plugins/mysql/server/observer.ts"
import { eventually } from "../eventually.ts"
import { sqlFile, tables } from "../history.ts"
import { Project } from "../project.ts"

const at = ({ url }: Pick<Observed, "url">, env: { readonly [name: string]: string } = {}) => ({
  env: { DATABASE_URL: url, ...env },
})

/** A program that takes the place of mariadb-dump. */
const standIn = (project: Project, script: string): { readonly PATH: string } => {
  project.write({
    "bin/mariadb-dump": `#!/bin/sh\n[ "$1" = --version ] && { echo "$0 of MariaDB"; exit; }\n${script}\n`,
  })
  chmodSync(project.path("bin/mariadb-dump"), 0o755)
  return { PATH: `${project.path("bin")}:/usr/bin:/bin` }
}

test("a file as mariadb-dump leaves it, with its comments, and with what it sets", async () => {
  await using database = await observe()
  await using other = await observe()
  using project = new Project({ ...tables(10), "migrations/20_v.sql": sqlFile("CREATE VIEW v AS SELECT id FROM t10;") })
  expect((await project.sterna(["migrate"], at(database))).code).toBe(0)
  const { hostname, password, port } = new URL(database.url)
  const command = [await mariadbDumpBinary(), "--no-defaults", "-uroot", `-h${hostname}`, `-P${port}`, database.name]
  const child = Bun.spawnSync(command, { env: { MYSQL_PWD: password }, stderr: "inherit" })
  // With the rows, and with LOCK TABLES around them.
  const text = child.stdout.toString()
  expect(text).toMatch(/^-- Server version/m)
  expect(text).toMatch(/^LOCK TABLES/m)
  project.write({ "structure.sql": `${text}\nSET foreign_key_checks = 0, sql_mode = '';\nUSE information_schema;\n` })
  const load = await project.sterna(["load", "--json"], at(other))
  // The versions are read again on the same connection.
  expect({ code: load.code, ...JSON.parse(load.stdout) }).toMatchObject({ code: 0, loaded: true, versions: 2 })
  expect((await project.sterna(["status", "--check"], at(other))).code).toBe(0)
})

test("a prefix is the only database in the file, which makes it; a table that Ecto made stays as it is", async () => {
  await mariadbDumpBinary()
  await using database = await observe()
  await using tenant = await observe()
  using project = new Project(tables(20))
  await tenant.ask(
    "CREATE TABLE schema_migrations (version bigint PRIMARY KEY, inserted_at datetime)",
    "INSERT INTO schema_migrations VALUES (20, '2026-02-03 04:05:06'), (3, NULL)",
  )
  await database.ask("CREATE TABLE elsewhere (id int)")
  expect((await project.sterna(["dump", "--prefix", tenant.name], at(database))).code).toBe(0)
  const text = project.read("structure.sql")
  expect(text).toContain(`USE \`${tenant.name}\`;`)
  expect(text).not.toContain("elsewhere")
  expect(text.replace(`\n${structureFooter}\n`, "").split("\n").slice(-3)).toEqual([
    "INSERT INTO `schema_migrations` (`version`, `inserted_at`) VALUES ('3', NULL);",
    "INSERT INTO `schema_migrations` (`version`, `inserted_at`) VALUES ('20', '2026-02-03 04:05:06');",
    "",
  ])
  await tenant.ask(`DROP DATABASE ${tenant.name}`)
  const load = await project.sterna(["load", "--prefix", tenant.name], at(database))
  expect(load.stdout).toEndWith(": 2 versions\n")
})

test("without the program nothing is written, and how to get it is said", async () => {
  await using database = await observe()
  using project = new Project({ "structure.sql": `${structureHeader}\n-- the old one\n` })
  const before = project.files()
  const { code, stderr, stdout } = await project.sterna(["dump"], at(database, { PATH: "/nowhere" }))
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
  expect(stderr).toContain(
    "runs mariadb-dump or mysqldump, and there is neither on the PATH. Install MariaDB's client programs",
  )
  expect(project.files()).toEqual(before)
})

test("the password is in no argument and in no message, and a dump that fails leaves the file as it was", async () => {
  await using database = await observe()
  using project = new Project({ "structure.sql": `${structureHeader}\n-- the old one\n` })
  const { password } = new URL(database.url)
  const script = `echo "$@" >> ${project.path("said")}; echo "$MYSQL_PWD" > ${project.path("secret")}; `
    + "echo 'half a schema'; echo 'Access denied; you need the right TRIGGER' >&2; exit 2"
  const { code, stderr } = await project.sterna(["dump"], at(database, standIn(project, script)))
  expect(code).toBe(1)
  expect(stderr).toContain("ended with exit code 2: Access denied; you need the right TRIGGER")
  expect(stderr).not.toContain(password)
  expect(project.read("secret")).toBe(`${password}\n`)
  expect(project.read("said")).toContain(`--user=root --default-character-set=utf8mb4 --skip-ssl --no-data`)
  expect(project.read("said")).not.toContain(password)
  expect(project.read("structure.sql")).toBe(`${structureHeader}\n-- the old one\n`)
})

test("a text that is no UTF-8 is refused", async () => {
  await using database = await observe()
  using project = new Project()
  const { code, stderr } = await project.sterna(["dump"], at(database, standIn(project, "printf 'K\\374ste'")))
  expect(code).toBe(1)
  expect(stderr).toContain("a text that is no UTF-8")
})

test("SIGTERM ends the program as well", async () => {
  await using database = await observe()
  using project = new Project()
  const env = standIn(project, `echo $$ > ${project.path("pid")}; exec sleep 600`)
  const running = project.start(["dump"], at(database, env))
  await eventually(() => (project.files()["pid"] ?? "") !== "")
  running.signal("SIGTERM")
  expect((await running.ended()).code).toBe(143)
  const pid = Number(project.read("pid"))
  await eventually(() => {
    try {
      return !process.kill(pid, 0)
    } catch {
      return true
    }
  })
  expect(project.files()["structure.sql"]).toBeUndefined()
})

test("while migrations run there is no dump, and it is said who runs them", async () => {
  await mariadbDumpBinary()
  await using database = await observe()
  using project = new Project({ ...tables(10), "migrations/20_slow.sql": sqlFile("SELECT SLEEP(60);") })
  const running = project.start(["migrate"], at(database))
  await database.sees(
    "SELECT 1 FROM information_schema.processlist WHERE db = DATABASE() AND info LIKE 'SELECT SLEEP%'",
  )
  const { code, stderr } = await project.sterna(["dump", "--lock-timeout", "1s"], at(database))
  expect(code).toBe(5)
  expect(stderr).toMatch(/Migrations run: their lock is held by session \d+ \(root@.*SELECT SLEEP\(60\)\)/)
  running.signal("SIGTERM")
  await running.ended()
})
