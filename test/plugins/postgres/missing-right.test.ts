import { expect, test } from "bun:test"
import { missingRight } from "../../../plugins/postgres/missing-right.ts"

const role = { user: "ada", database: "blog" }
const hintOf = (message: string, sql: string, hint?: string) =>
  missingRight({ code: "42501", message, hint }, sql, role)

const onPosts = "permission denied for table posts"

test.each([
  ["SELECT * FROM posts", "SELECT"],
  ["INSERT INTO posts VALUES (1)", "INSERT"],
  ["insert into app.posts select * from drafts", "INSERT"],
  ["INSERT INTO drafts SELECT * FROM posts", "SELECT"],
  ["UPDATE posts SET x = 1", "SELECT, UPDATE"],
  ["UPDATE ONLY \"posts\" SET x = 1", "SELECT, UPDATE"],
  ["UPDATE drafts SET x = (SELECT max(id) FROM posts)", "SELECT"],
  ["DELETE FROM posts", "DELETE"],
  ["DELETE FROM drafts USING posts WHERE true", "SELECT"],
  ["TRUNCATE posts", "TRUNCATE"],
  ["LOCK TABLE posts IN SHARE MODE", "UPDATE"],
  ["/* x */ CREATE TABLE c (p int REFERENCES posts)", "REFERENCES"],
  ["ALTER TABLE c ADD CONSTRAINT f FOREIGN KEY (p) REFERENCES posts (id)", "REFERENCES"],
  ["CREATE TABLE c AS SELECT * FROM posts", "SELECT"],
  ["CREATE TRIGGER t BEFORE INSERT ON posts FOR EACH ROW EXECUTE FUNCTION f()", "TRIGGER"],
])("on a table: %s", (sql, right) => {
  expect(hintOf(onPosts, sql)).toContain(`The role ada lacks the right ${right}: GRANT ${right} ON TABLE `)
  expect(hintOf(onPosts, sql)).toMatch(/posts TO ada\.$/)
})

test.each([
  [onPosts, "WITH x AS (SELECT 1) DELETE FROM posts", "GRANT what the statement does ON TABLE posts TO ada."],
  ["permission denied for schema app", "CREATE TABLE app.t ()", "GRANT CREATE ON SCHEMA app TO ada."],
  ["permission denied for schema app", "SELECT 1 FROM app.t", "GRANT USAGE ON SCHEMA app TO ada."],
  ["permission denied for function f", "SELECT f()", "GRANT EXECUTE ON FUNCTION f TO ada."],
  ["permission denied for sequence n", "SELECT nextval('n')", "GRANT USAGE ON SEQUENCE n TO ada."],
  ["permission denied for view posts", "SELECT * FROM posts", "GRANT SELECT ON TABLE posts TO ada."],
  ["permission denied for table My Posts", "SELECT * FROM \"My Posts\"", "ON TABLE \"My Posts\" TO ada."],
  [onPosts, "SELECT * FROM app . posts", "ON TABLE app.posts TO ada."],
  [onPosts, "SELECT * FROM \"the app\".\"posts\"", "ON TABLE \"the app\".posts TO ada."],
  ["must be owner of table posts", "ALTER TABLE posts ADD x int", "does not own posts"],
  ["must be owner of materialized view posts", "REFRESH MATERIALIZED VIEW posts", "does not own posts"],
  ["must be member of role \"boss\"", "ALTER TABLE t OWNER TO boss", "GRANT boss TO ada."],
  ["must be able to SET ROLE \"boss\"", "ALTER TABLE t OWNER TO boss", "GRANT boss TO ada."],
  ["permission denied to create database", "CREATE DATABASE x", "ALTER ROLE ada CREATEDB."],
  ["must be superuser to create a base type", "CREATE TYPE t", "The role ada may not do this"],
])("%s: %s", (message, sql, hint) => {
  expect(hintOf(message, sql)).toContain(hint)
})

test("of an extension the server's hint says what is missing", () => {
  const message = "permission denied to create extension \"citext\""
  expect(
    hintOf(
      message,
      "CREATE EXTENSION citext",
      "Must have CREATE privilege on current database to create this extension.",
    ),
  )
    .toBe("The role ada lacks the right CREATE: GRANT CREATE ON DATABASE blog TO ada.")
  expect(hintOf(message, "CREATE EXTENSION citext", "Must be superuser to create this extension."))
    .toBe("Must be superuser to create this extension.")
})

test("a name that needs quotes has some", () => {
  expect(missingRight({ code: "42501", message: onPosts }, "SELECT * FROM posts", { user: "Ada L", database: "x" }))
    .toContain("GRANT SELECT ON TABLE posts TO \"Ada L\".")
})
