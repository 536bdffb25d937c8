import { Database } from "bun:sqlite"
import { expect, test } from "bun:test"
import { describeTables } from "../../../scripts/example/tables.ts"

test("tables are listed with their columns, rows and indexes", () => {
  using database = new Database(":memory:")
  database.run("create table people (id INTEGER primary key, name TEXT unique)")
  database.run("create table \"odd \"\"name\" (a)")
  database.run("create index people_name_index on people (name)")
  database.run("insert into people (name) values ('Ada'), ('Grace')")
  expect(describeTables(database)).toEqual([
    "odd \"name (a), rows: 0",
    "people (id integer, name text), rows: 2",
    "  index people_name_index",
  ])
})

test("an empty database has no lines", () => {
  using database = new Database(":memory:")
  expect(describeTables(database)).toEqual([])
})
