import { expect, test } from "bun:test"
import { createTestDatabase as createMysql } from "../../servers/mysql-database.ts"
import { createTestDatabase as createPostgres } from "../../servers/postgres-database.ts"
import { type Carried, expectUpAndDown, slimRootOf } from "../slim-history.ts"

const databases = { PostgreSQL: () => createPostgres(), MariaDB: () => createMysql() } as const

test.each<[keyof typeof databases, Carried]>([
  ["PostgreSQL", "on disk"],
  ["PostgreSQL", "bundled"],
  ["MariaDB", "on disk"],
  ["MariaDB", "bundled"],
])("from a root without a shell, up and down on %s, with the migrations %s", async (name, carried) => {
  await using database = await databases[name]()
  // A name is found without any file of name resolution but this one, which container engines write.
  const { hostname } = new URL(database.url)
  using root = await slimRootOf(carried, { "etc/hosts": `${hostname} database.test\n` })
  expect(root.files().filter((path) => /\/(?:ba|da|)sh$|busybox/.test(path))).toEqual([])
  const url = new URL(database.url)
  url.hostname = "database.test"
  await expectUpAndDown(root, url.href)
})
