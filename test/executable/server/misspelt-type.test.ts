import { expect, test } from "bun:test"
import { observe as observeMysql } from "../../plugins/mysql/server/observer.ts"
import { observe as observePostgres } from "../../plugins/postgres/server/observer.ts"
import { single } from "../history.ts"
import { Project } from "../project.ts"

test.each([["PostgreSQL", observePostgres], ["MariaDB", observeMysql]] as const)(
  "a misspelt type goes to %s as it is, and what was meant stands beside its answer",
  async (_, observe) => {
    await using database = await observe()
    using project = new Project(single("change: [create(table(\"posts\"), [add(\"title\", \"strnig\")])]"))
    const { code, stderr } = await project.sterna(["migrate"], { env: { DATABASE_URL: database.url } })
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("Did you mean \"string\"?") })
  },
)
