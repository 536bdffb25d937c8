import { add, create, migration, table, timestamps } from "sterna"

export default migration({
  change: [
    create(table("posts"), [
      add("title", "string", { size: 40 }),
      add("body", "text"),
      timestamps(),
    ]),
  ],
})
