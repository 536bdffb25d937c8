import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { parseDuration } from "./duration.ts"

/*
 * What the words of the language may hold, checked at run time: migrations run from plain files, which no compiler has
 * seen. The types that an editor knows are written by hand beside each word, since these have no room for docstrings.
 */

const Name = Schema.NonEmptyString
const Count = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))
const ExecuteFunction = Schema.declare(
  (value): value is (...arguments_: ReadonlyArray<never>) => unknown => typeof value === "function",
  { expected: "string or function" },
)

const optional = Schema.optionalKey

const Fragment = Schema.TaggedStruct("Fragment", { sql: Schema.String })
const SqlText = Schema.Union([Schema.String, Fragment])
const Prefix = Schema.NullOr(Name)

const OnUpdate = Schema.Literals(["no action", "cascade", "set null", "restrict"])
const OnDelete = Schema.Union([
  Schema.Literals(["no action", "cascade", "set null", "restrict", "set default"]),
  Schema.Struct({ setNull: Schema.NonEmptyArray(Name) }),
  Schema.Struct({ setDefault: Schema.NonEmptyArray(Name) }),
])

const ReferenceOptions = Schema.Struct({
  name: optional(Name),
  column: optional(Name),
  prefix: optional(Prefix),
  type: optional(Name),
  onDelete: optional(OnDelete),
  onUpdate: optional(OnUpdate),
  validate: optional(Schema.Boolean),
  with: optional(Schema.Record(Schema.String, Name)),
  match: optional(Schema.Literals(["simple", "full", "partial"])),
  options: optional(Schema.String),
})
const Reference = Schema.TaggedStruct("Reference", { table: Name, options: ReferenceOptions })

interface ArrayNode {
  readonly _tag: "Array"
  readonly of: string | ArrayNode
}
const ArrayType: Schema.Codec<ArrayNode> = Schema.TaggedStruct("Array", {
  of: Schema.Union([Name, Schema.suspend(() => ArrayType)]),
})
const ColumnType = Schema.Union([Name, ArrayType, Reference])

const columnOptions = {
  primaryKey: optional(Schema.Boolean),
  // A default is judged where it is written as SQL: only there is known what the database can say.
  default: optional(Schema.Unknown),
  null: optional(Schema.NullOr(Schema.Boolean)),
  size: optional(Count),
  precision: optional(Count),
  scale: optional(Count),
  after: optional(Name),
  comment: optional(Schema.String),
  collation: optional(Name),
  generated: optional(Schema.String),
  startValue: optional(Schema.Int),
  increment: optional(Schema.Int),
  fields: optional(Schema.String),
  check: optional(Schema.Struct({ name: Name, expr: Schema.String })),
}
const ColumnOptions = Schema.Struct(columnOptions)
const From = Schema.Union([ColumnType, Schema.Tuple([ColumnType, ColumnOptions])])
const ModifyOptions = Schema.Struct({ ...columnOptions, from: optional(From) })
const TimestampsOptions = Schema.Struct({
  ...columnOptions,
  type: optional(Name),
  insertedAt: optional(Schema.Union([Name, Schema.Literal(false)])),
  updatedAt: optional(Schema.Union([Name, Schema.Literal(false)])),
})

const Add = Schema.TaggedStruct("Add", { column: Name, type: ColumnType, options: ColumnOptions })
const AddIfNotExists = Schema.TaggedStruct("AddIfNotExists", { column: Name, type: ColumnType, options: ColumnOptions })
const Modify = Schema.TaggedStruct("Modify", { column: Name, type: ColumnType, options: ModifyOptions })
const Remove = Schema.TaggedStruct("Remove", {
  column: Name,
  type: Schema.Union([ColumnType, Schema.Undefined]),
  options: ColumnOptions,
})
const RemoveIfExists = Schema.TaggedStruct("RemoveIfExists", {
  column: Name,
  type: Schema.Union([ColumnType, Schema.Undefined]),
})
const Timestamps = Schema.TaggedStruct("Timestamps", { options: TimestampsOptions })
const RemoveTimestamps = Schema.TaggedStruct("RemoveTimestamps", { options: TimestampsOptions })

const { primaryKey: _, ...primaryKeyColumnOptions } = columnOptions
const TableOptions = Schema.Struct({
  primaryKey: optional(Schema.Union([
    Schema.Boolean,
    Schema.Struct({ ...primaryKeyColumnOptions, name: optional(Name), type: optional(Name) }),
  ])),
  engine: optional(Name),
  prefix: optional(Prefix),
  options: optional(Schema.String),
  modifiers: optional(Schema.String),
  comment: optional(Schema.String),
})
const Table = Schema.TaggedStruct("Table", { name: Name, options: TableOptions })

const IndexTerm = Schema.Union([Name, Fragment])
const IndexColumn = Schema.Union([
  IndexTerm,
  Schema.Struct({ asc: IndexTerm }),
  Schema.Struct({ ascNullsFirst: IndexTerm }),
  Schema.Struct({ ascNullsLast: IndexTerm }),
  Schema.Struct({ desc: IndexTerm }),
  Schema.Struct({ descNullsFirst: IndexTerm }),
  Schema.Struct({ descNullsLast: IndexTerm }),
])
const IndexOptions = Schema.Struct({
  name: optional(Name),
  unique: optional(Schema.Boolean),
  concurrently: optional(Schema.Boolean),
  using: optional(Name),
  prefix: optional(Prefix),
  where: optional(SqlText),
  include: optional(Schema.Array(IndexTerm)),
  nullsDistinct: optional(Schema.Boolean),
  only: optional(Schema.Boolean),
  options: optional(Schema.String),
  comment: optional(Schema.String),
})
const Index = Schema.TaggedStruct("Index", {
  table: Name,
  columns: Schema.NonEmptyArray(IndexColumn),
  options: IndexOptions,
})

const ConstraintOptions = Schema.Struct({
  check: optional(SqlText),
  exclude: optional(SqlText),
  prefix: optional(Prefix),
  validate: optional(Schema.Boolean),
  comment: optional(Schema.String),
})
const Constraint = Schema.TaggedStruct("Constraint", { table: Name, name: Name, options: ConstraintOptions })

const CreateEntries = Schema.Array(Schema.Union([Add, Timestamps]))
const DatabaseObject = Schema.Union([Table, Index, Constraint])
const Mode = Schema.Union([Schema.Literals(["cascade", "restrict"]), Schema.Undefined])
const Leg = Schema.Union([Schema.String, ExecuteFunction])
const UpdateAllOptions = Schema.Struct({
  set: Schema.Record(Schema.String, Schema.Unknown),
  where: optional(SqlText),
  prefix: optional(Prefix),
})

/** The fields of every command, by its tag. */
export const CommandSchemas = {
  Create: Schema.TaggedStruct("Create", { object: DatabaseObject, entries: CreateEntries }),
  CreateIfNotExists: Schema.TaggedStruct("CreateIfNotExists", {
    object: Schema.Union([Table, Index]),
    entries: CreateEntries,
  }),
  Alter: Schema.TaggedStruct("Alter", {
    table: Table,
    changes: Schema.Array(
      Schema.Union([Add, AddIfNotExists, Modify, Remove, RemoveIfExists, Timestamps, RemoveTimestamps]),
    ),
  }),
  Drop: Schema.TaggedStruct("Drop", { object: DatabaseObject, mode: Mode }),
  DropIfExists: Schema.TaggedStruct("DropIfExists", { object: DatabaseObject, mode: Mode }),
  RenameTable: Schema.TaggedStruct("RenameTable", { table: Table, to: Table }),
  RenameColumn: Schema.TaggedStruct("RenameColumn", { table: Table, column: Name, to: Name }),
  RenameIndex: Schema.TaggedStruct("RenameIndex", { index: Index, to: Name }),
  Execute: Schema.TaggedStruct("Execute", { up: Leg, down: Schema.Union([Leg, Schema.Undefined]) }),
  ExecuteFile: Schema.TaggedStruct("ExecuteFile", { up: Name, down: Schema.Union([Schema.String, Schema.Undefined]) }),
  UpdateAll: Schema.TaggedStruct("UpdateAll", { table: Name, options: UpdateAllOptions }),
  Flush: Schema.TaggedStruct("Flush", {}),
} as const

/** The options of every word that has some, by the tag of its value. */
export const OptionSchemas = {
  Table: TableOptions,
  Index: IndexOptions,
  Constraint: ConstraintOptions,
  Reference: ReferenceOptions,
  Add: ColumnOptions,
  AddIfNotExists: ColumnOptions,
  Modify: ModifyOptions,
  Remove: ColumnOptions,
  Timestamps: TimestampsOptions,
  UpdateAll: UpdateAllOptions,
} as const

const timeoutExpected = "a number of milliseconds, or a text like \"30 seconds\""
const Timeout = Schema.Union([
  Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0)),
  Schema.String.check(
    Schema.makeFilter((text) => Option.isSome(parseDuration(text)) || `Expected ${timeoutExpected}`),
  ),
]).annotate({ expected: timeoutExpected })
const Body = Schema.Unknown

/** The keys of `migration({ … })`. Its bodies are checked command by command. */
export const MigrationSchema = Schema.Struct({
  change: optional(Body),
  up: optional(Body),
  down: optional(Body),
  afterBegin: optional(Body),
  beforeCommit: optional(Body),
  transaction: optional(Schema.Boolean),
  lock: optional(Schema.Boolean),
  lockTimeout: optional(Timeout),
  statementTimeout: optional(Timeout),
  retries: optional(Count),
})
