import { expect, test } from "bun:test"
import { randomBytes } from "node:crypto"
import { ledger as ledgerOf } from "../../../plugins/postgres/ledger.ts"
import { observe, type Observed } from "../../plugins/postgres/server/observer.ts"
import { sqlFile, tables } from "../history.ts"
import { Project } from "../project.ts"

/** A role that owns nothing, may connect, and has no right in the schema `public` but what everybody has. */
async function makeRole(database: Observed) {
  const name = `role_${randomBytes(4).toString("hex")}`
  await database.ask(`CREATE ROLE ${name} LOGIN PASSWORD 'secret'`)
  const url = new URL(database.url)
  url.username = name
  url.password = "secret"
  return {
    name,
    database: url.pathname.slice(1),
    at: { env: { DATABASE_URL: url.href } },
    [Symbol.asyncDispose]: async () => {
      await database.ask(`DROP OWNED BY ${name} CASCADE; DROP ROLE ${name}`)
    },
  }
}

const versionsTable = "CREATE TABLE schema_migrations (version bigint PRIMARY KEY, inserted_at timestamp(0) NOT NULL);"
const ledger = `${ledgerOf.create({ name: "schema_migrations", prefix: undefined })};`
const closed = "REVOKE ALL ON SCHEMA public FROM PUBLIC;"
const mayCreate = "GRANT CREATE ON SCHEMA public TO <role>;"
const posts = "CREATE TABLE posts (id int PRIMARY KEY, title text);"
const sql = (text: string) => ({ "migrations/10_m.sql": sqlFile(text) })

interface Case {
  /** What the administrator did; with the names in place of <role> and <database>. */
  readonly given: string
  readonly files?: Readonly<Record<string, string>>
  readonly command?: string
  readonly code: number
  /** What the error says. */
  readonly says: ReadonlyArray<string>
}

test.each<[string, Case]>([
  ["CONNECT", {
    given: "REVOKE CONNECT ON DATABASE <database> FROM PUBLIC",
    command: "status",
    code: 4,
    says: ["permission denied for database \"<database>\"", "GRANT CONNECT ON DATABASE <database> TO <role>."],
  }],
  ["USAGE of the schema of the versions table, to look", {
    given: `${versionsTable} ${closed}`,
    command: "status",
    code: 4,
    says: ["the table schema_migrations is", "GRANT USAGE ON SCHEMA public TO <role>."],
  }],
  ["USAGE of the schema of the versions table, to migrate", {
    given: `${versionsTable} ${closed}`,
    code: 4,
    says: ["GRANT USAGE ON SCHEMA public TO <role>."],
  }],
  ["USAGE of the only schema", {
    given: closed,
    code: 1,
    says: ["no schema has been selected", "GRANT USAGE, CREATE ON SCHEMA public TO <role>"],
  }],
  ["USAGE of a prefix", {
    given: "CREATE SCHEMA tenant",
    command: "status --prefix tenant",
    code: 4,
    says: ["GRANT USAGE ON SCHEMA tenant TO <role>."],
  }],
  ["CREATE in the schema", { given: "", code: 4, says: ["GRANT CREATE ON SCHEMA public TO <role>."] }],
  ["SELECT of the versions table", {
    given: versionsTable,
    command: "status",
    code: 4,
    says: ["GRANT SELECT ON TABLE schema_migrations TO <role>."],
  }],
  ["SELECT of the versions table of a prefix", {
    given: `CREATE SCHEMA tenant; SET search_path = tenant; ${versionsTable} GRANT USAGE ON SCHEMA tenant TO <role>`,
    command: "status --prefix tenant",
    code: 4,
    says: ["GRANT SELECT ON TABLE tenant.schema_migrations TO <role>."],
  }],
  ["SELECT of the ledger, which is there once a migration ran outside a transaction", {
    given: `${versionsTable} ${ledger} GRANT SELECT ON schema_migrations TO <role>`,
    command: "status",
    code: 4,
    says: ["GRANT SELECT ON TABLE public.schema_migrations_steps TO <role>."],
  }],
  ["UPDATE of the versions table, to lock it", {
    given: `${versionsTable} GRANT SELECT, INSERT ON schema_migrations TO <role>`,
    code: 4,
    says: ["LOCK TABLE", "GRANT UPDATE ON TABLE public.schema_migrations TO <role>."],
  }],
  ["INSERT into the versions table", {
    given: `${versionsTable} ${mayCreate} GRANT SELECT, UPDATE ON schema_migrations TO <role>`,
    code: 1,
    says: ["GRANT INSERT ON TABLE public.schema_migrations TO <role>.", "was undone"],
  }],
  ["DELETE from the versions table", {
    given: `${versionsTable} INSERT INTO schema_migrations VALUES (10, now()); CREATE TABLE t10 ();
      ALTER TABLE t10 OWNER TO <role>; GRANT SELECT, UPDATE ON schema_migrations TO <role>`,
    command: "rollback",
    code: 1,
    says: ["GRANT DELETE ON TABLE public.schema_migrations TO <role>.", "was undone"],
  }],
  ["the ownership of a table", {
    given: `${mayCreate} ${posts}`,
    files: sql("ALTER TABLE posts ADD x int;"),
    code: 1,
    says: ["does not own posts: connect as its owner"],
  }],
  ["REFERENCES of a table", {
    given: `${mayCreate} ${posts}`,
    files: sql("CREATE TABLE comments (post int REFERENCES posts);"),
    code: 1,
    says: ["GRANT REFERENCES ON TABLE posts TO <role>."],
  }],
  ["SELECT of a table that another is made of", {
    given: `${mayCreate} ${posts}`,
    files: sql("CREATE TABLE copy AS SELECT * FROM posts;"),
    code: 1,
    says: ["GRANT SELECT ON TABLE posts TO <role>."],
  }],
  ["CREATE in the database, for an extension", {
    given: mayCreate,
    files: sql("CREATE EXTENSION citext;"),
    code: 1,
    says: ["permission denied to create extension", "GRANT CREATE ON DATABASE <database> TO <role>."],
  }],
  ["what only a superuser may", {
    given: `${mayCreate} GRANT CREATE ON DATABASE <database> TO <role>`,
    files: sql("CREATE EXTENSION dblink;"),
    code: 1,
    says: ["Must be superuser to create this extension."],
  }],
  ["CREATE in the database, for a schema", {
    given: mayCreate,
    files: sql("CREATE SCHEMA mine;"),
    code: 1,
    says: ["GRANT CREATE ON DATABASE <database> TO <role>."],
  }],
  ["a session that may write", {
    given: `${mayCreate} ALTER ROLE <role> SET default_transaction_read_only = on`,
    code: 4,
    says: ["cannot execute CREATE TABLE in a read-only transaction", "default_transaction_read_only is on"],
  }],
])("a role is told what it lacks: %s", async (_, { code, command = "migrate", files = tables(10), given, says }) => {
  await using database = await observe()
  await using role = await makeRole(database)
  const named = (text: string) => text.replaceAll("<role>", role.name).replaceAll("<database>", role.database)
  if (given !== "") await database.ask(named(given))
  using project = new Project(files)
  const ended = await project.sterna(command.split(" "), role.at)
  expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code, stdout: "" })
  for (const text of says) expect(ended.stderr).toContain(named(text))
  expect(ended.stderr).not.toContain("secret")
})

test.each([
  ["SELECT alone", "GRANT SELECT ON schema_migrations TO <role>"],
  [
    "default_transaction_read_only",
    "GRANT ALL ON schema_migrations TO <role>; ALTER ROLE <role> SET default_transaction_read_only = on",
  ],
  ["no right to create", "GRANT SELECT ON schema_migrations TO <role>; REVOKE CREATE ON SCHEMA public FROM PUBLIC"],
])("a role that may only read can run status: %s", async (_, given) => {
  await using database = await observe()
  await using role = await makeRole(database)
  await database.ask(`${versionsTable} INSERT INTO schema_migrations VALUES (10, now());`)
  await database.ask(given.replaceAll("<role>", role.name))
  using project = new Project(tables(10, 20))
  const status = await project.sterna(["status"], role.at)
  expect(status).toMatchObject({ code: 0, stderr: "", stdout: expect.stringMatching(/ up +10 .*\n +down +20 /) })
  expect((await project.sterna(["status", "--check"], role.at)).code).toBe(3)
  expect(await project.sterna(["migrate", "--to", "10"], role.at)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("1 is pending beyond what was asked"),
  })
})
