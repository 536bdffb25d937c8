import { add, alter, create, index, migration, references, table } from "sterna"

export default migration({
  change: [
    alter(table("posts"), [add("person_id", references("people", { onDelete: "set null" }))]),
    create(index("posts", ["person_id"])),
  ],
})
