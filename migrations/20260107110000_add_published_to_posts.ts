import { add, alter, migration, table } from "sterna"

export default migration({
  change: [
    alter(table("posts"), [add("published", "boolean", { null: false, default: false })]),
  ],
})
