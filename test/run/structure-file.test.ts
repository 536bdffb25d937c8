import { expect, test } from "bun:test"
import { isStructure, structureFooter, structureHeader, whyNotLoaded } from "../../src/run/structure-file.ts"

const create = "CREATE TABLE posts (id integer);\n"

test.each([
  [true, "an empty file", " \n"],
  [true, "what a dump wrote, of a history without versions", `${structureHeader}\n${create}`],
  [true, "Ecto's on PostgreSQL", `${create}INSERT INTO public."schema_migrations" (version) VALUES (20260101);\n`],
  [true, "Ecto's on MySQL", `${create}INSERT INTO \`schema_migrations\` (version) VALUES (20260101);\n`],
  [
    true,
    "dbmate's",
    `${create}-- Dbmate schema migrations\n\nINSERT INTO schema_migrations (version) VALUES\n  ('1');\n`,
  ],
  [false, "a text", "# Notes\n"],
  [false, "a schema by hand", create],
  [false, "a migration that begins with a dump", `-- migrate:up\n${structureHeader}\n${create}`],
  [false, "another tool's versions", `${create}INSERT INTO versions VALUES (1);\n`],
  [
    false,
    "a backup",
    `${create}COPY public.posts (id) FROM stdin;\n1\n\\.\nCOPY public.schema_migrations FROM stdin;\n`,
  ],
  [false, "rows that are indented", `  INSERT INTO posts VALUES (1);\nINSERT INTO schema_migrations VALUES (1);\n`],
  [false, "changes", `UPDATE posts SET id = 1;\nINSERT INTO schema_migrations VALUES (1);\n`],
  [false, "rows", `INSERT INTO posts VALUES (1);\nINSERT INTO "schema_migrations" VALUES (1);\n`],
])("%p: %s", (expected, _, text) => {
  expect(isStructure(text, "schema_migrations")).toBe(expected)
})

test.each([
  ["is empty", "nothing", "\n"],
  [
    "is cut off: its last line, which says that it is complete, is missing",
    "a dump without its end",
    `${structureHeader}\n${create}`,
  ],
  [undefined, "a dump", `${structureHeader}\n${create}\n${structureFooter}\n`],
  [undefined, "what another tool has written", create],
])("why it is not loaded: %p: %s", (expected, _, text) => expect(whyNotLoaded(text)).toBe(expected))
