import { alter, migration, modify, table } from "sterna"

// `from` says what the columns were before: with it the change has a way back.
export default migration({
  change: [
    alter(table("posts"), [
      modify("title", "string", { size: 40, null: false, from: ["string", { size: 40, null: true }] }),
      modify("body", "text", { null: false, from: ["text", { null: true }] }),
    ]),
  ],
})
