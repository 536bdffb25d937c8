import { join } from "node:path"

/** The two kinds of migration files. */
export type Kind = "ts" | "sql"

const version = (number: number): string => `${20260101000000n + BigInt(number)}`

const typescript = (number: number): string =>
  `import { add, create, index, migration, table, timestamps } from "sterna"

export default migration({
  change: [
    create(table("t${number}"), [
      add("name", "string", { size: 40, null: false }),
      add("body", "text"),
      timestamps(),
    ]),
    create(index("t${number}", ["name"])),
  ],
})
`

const sql = (number: number): string =>
  `-- migrate:up
CREATE TABLE "t${number}" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name" TEXT NOT NULL,
  "body" TEXT,
  "inserted_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL
);
CREATE INDEX "t${number}_name_index" ON "t${number}" ("name");

-- migrate:down
DROP TABLE "t${number}";
`

/** Writes a history of so many migrations, one table and one index each, into a folder. */
export async function writeHistory(folder: string, kind: Kind, size: number): Promise<void> {
  const text = kind === "ts" ? typescript : sql
  for (let number = 1; number <= size; number++) {
    await Bun.write(join(folder, `${version(number)}_create_t${number}.${kind}`), text(number))
  }
}
