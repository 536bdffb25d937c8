import { add, create, migration, table, uniqueIndex } from "sterna"

export default migration({
  change: [
    create(table("people"), [
      add("name", "string", { null: false }),
      add("email", "string", { null: false }),
    ]),
    create(uniqueIndex("people", ["email"])),
  ],
})
