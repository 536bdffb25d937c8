import { expect, test } from "bun:test"
import { versionColumns, versionRowStatements } from "../../../src/dialect/toolkit/version-row.ts"

const table = { name: "schema_migrations", prefix: undefined }

const statements = versionRowStatements({
  table: ({ name }) => `[${name}]`,
  name: (column) => `[${column}]`,
  literal: (text) => `'${text}'`,
  version: (version) => `'${version}'`,
  versionAsNumber: "NUMBER([version])",
  now: "NOW",
  since: (startedAt) => `SINCE(${startedAt})`,
})

const row = { version: 20261121101500n, name: "create_posts", checksum: "1:a:b", startedAt: 7 }

test("a row is written into the columns that the table has, in their order, and into none that is not Sterna's", () => {
  expect(statements.insert(table, ["inserted_at", "owner", "version"], row))
    .toBe("INSERT INTO [schema_migrations] ([inserted_at], [version]) VALUES (NOW, '20261121101500')")
  expect(statements.insert(table, versionColumns, { ...row, sternaVersion: "1.2.3" })).toBe(
    "INSERT INTO [schema_migrations] ([version], [inserted_at], [name], [checksum], [duration_ms], [sterna_version]) "
      + "VALUES ('20261121101500', NOW, 'create_posts', '1:a:b', SINCE(7), '1.2.3')",
  )
})

test("what did not run took no time, and what nobody said is null", () => {
  expect(statements.insert(table, ["duration_ms", "sterna_version"], { ...row, startedAt: undefined }))
    .toBe("INSERT INTO [schema_migrations] ([duration_ms], [sterna_version]) VALUES (NULL, NULL)")
})

test("a version that is no time may stand there with zeros before it", () => {
  expect(statements.delete(table, 20261121101500n))
    .toBe("DELETE FROM [schema_migrations] WHERE [version] = '20261121101500'")
  expect(statements.delete(table, 1n)).toBe("DELETE FROM [schema_migrations] WHERE NUMBER([version]) = 1")
  expect(statements.setChecksum(table, 1n, "2:c:d"))
    .toBe("UPDATE [schema_migrations] SET [checksum] = '2:c:d' WHERE NUMBER([version]) = 1")
})
