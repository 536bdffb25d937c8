import { add, alter, create, index, migration, modify, references, table } from "sterna"

// The way back takes the reference away before its index, which MySQL's foreign key needs.
export default migration({
  change: [
    alter(table("posts"), [add("person_id", "bigint")]),
    create(index("posts", ["person_id"])),
    alter(table("posts"), [modify("person_id", references("people", { onDelete: "set null" }), { from: "bigint" })]),
  ],
})
