import * as Arbitrary from "effect/Arbitrary"
import {
  add,
  alter,
  type AlterEntry,
  type ColumnOptions,
  type ColumnType,
  type Command,
  constraint,
  create,
  drop,
  execute,
  fragment,
  type Index,
  index,
  modify,
  references,
  remove,
  rename,
  table,
  timestamps,
} from "sterna"
import type { Blog, ModelColumn, ModelTable } from "./blog.ts"
import { oneOf, upTo } from "./choice.ts"

/** What a migration does next, before it is known to which table and column: numbers pick among those there are. */
interface Intent {
  readonly what: keyof typeof doings
  readonly table: number
  readonly column: number
  readonly choice: number
}

/** What a migration does, one after the other. */
export interface Writing {
  readonly commands: ReadonlyArray<Command>
  readonly tables: ReadonlyArray<ModelTable>
}

interface State extends Writing {
  /** Those whose table and columns still have the names that they were made with. */
  readonly indexes: ReadonlyArray<Index>
  /** A number for new names. */
  readonly next: number
}

interface Place {
  readonly state: State
  readonly table: ModelTable
  readonly column: ModelColumn
  readonly choice: number
}

/** A migration for a blog: a list of reversible commands, and the tables that they leave. */
export const writingOf = (blog: Blog, intents: ReadonlyArray<Intent>): Writing =>
  intents.reduce<State>(carryOut, { commands: [], tables: blog.tables, indexes: [], next: 1 })

const carryOut = (state: State, { choice, what, ...intent }: Intent): State => {
  const chosen = state.tables[intent.table % state.tables.length]
  const column = chosen?.columns[intent.column % chosen.columns.length]
  return chosen === undefined || column === undefined
    ? state
    : doings[what]({ state: { ...state, next: state.next + 1 }, table: chosen, column, choice })
}

const types: ReadonlyArray<ColumnType> = ["string", "integer", "decimal", "boolean", "binary", "map", "utc_datetime"]
const typeOf = (choice: number): ColumnType => types[choice % types.length] ?? "string"

const addedOptions: ReadonlyArray<ColumnOptions> = [
  {},
  { null: false, default: "x" },
  { default: fragment("(1 + 1)") },
  { null: true, default: 7, collation: "nocase" },
  { check: { name: "a check", expr: "1 = 1" } },
  { comment: "ignored", default: { a: ["it's", null] } },
  { generated: "ALWAYS AS (2 * 2) STORED" },
  { generated: "(3)" },
]

const modifiedOptions: ReadonlyArray<ColumnOptions> = [
  {},
  { null: false },
  { null: true, default: null },
  { default: "new", null: false },
  { default: fragment("(lower('X'))") },
]

/** The table as it is in the end, in the place of the one that it was. */
const withTable = (state: State, old: ModelTable, now: ModelTable, ...commands: ReadonlyArray<Command>): State => ({
  ...state,
  commands: [...state.commands, ...commands],
  tables: state.tables.map((one) => one === old ? now : one),
})

const added = (name: string, type: ColumnType, options: ColumnOptions): ModelColumn => ({
  name,
  type,
  options: { null: true, default: null, ...options },
  origin: undefined,
  bound: false,
  generated: options.generated !== undefined,
})

const addColumn = (choice: number, name: string): ModelColumn => {
  const options = addedOptions[choice % addedOptions.length] ?? {}
  return added(
    name,
    typeOf(choice),
    options.check === undefined ? options : {
      ...options,
      check: { ...options.check, name: `${name} check` },
    },
  )
}

const modifyColumn = (column: ModelColumn, choice: number): readonly [AlterEntry, ModelColumn] => {
  const options = modifiedOptions[choice % modifiedOptions.length] ?? {}
  const type = typeOf(choice)
  // A type alone is enough where what was said of nulls and default is the opposite.
  const opposite = options.null !== column.options.null
    && (options.default === undefined || column.options.default === null)
  return [
    modify(column.name, type, { ...options, from: opposite ? column.type : [column.type, column.options] }),
    { ...column, type, options: { ...column.options, ...options }, origin: undefined },
  ]
}

const quoted = (name: string): string => `"${name}"`

const bind = (target: ModelTable, column: ModelColumn): ModelTable => ({
  ...target,
  columns: target.columns.map((one) => one.name === column.name ? { ...one, bound: true } : one),
})

const isKey = ({ options }: ModelColumn): boolean => options.primaryKey === true

const isReference = (column: ModelColumn): boolean =>
  typeof column.type === "object" && column.type._tag === "Reference"

const doings = {
  add: ({ choice, state, table: chosen }: Place): State => {
    const column = addColumn(choice, `new ${state.next}`)
    const now = { ...chosen, columns: [...chosen.columns, column] }
    return withTable(
      state,
      chosen,
      now,
      alter(table(chosen.name), [add(column.name, column.type, stated(column.options))]),
    )
  },

  addReference: ({ choice, state, table: chosen }: Place): State => {
    const type = references(choice % 2 ? "people" : chosen.name, { onDelete: choice % 3 ? "cascade" : "set null" })
    const target = state.tables.find(({ name }) => name === type.table)
    if (target?.columns.every(({ name }) => name !== "id")) return state
    const column = added(`${state.next}_id`, type, {})
    const now = { ...chosen, columns: [...chosen.columns, column] }
    return target === undefined
      ? state
      : withTable(state, chosen, now, alter(table(chosen.name), [add(column.name, type)]))
  },

  modify: ({ choice, column, state, table: chosen }: Place): State => {
    if (column.generated || isReference(column) || column.name === "id") return state
    const [change, modified] = modifyColumn(column, choice)
    const now = { ...chosen, columns: chosen.columns.map((one) => one === column ? modified : one) }
    return withTable(state, chosen, now, alter(table(chosen.name), [change]))
  },

  remove: ({ column, state, table: chosen }: Place): State => {
    const { bound, generated, options } = column
    if (bound || generated || chosen.columns.length === 1) return state
    if (options.null === false && options.default === null) return state
    const now = { ...chosen, columns: chosen.columns.filter((one) => one !== column) }
    return withTable(
      state,
      chosen,
      now,
      alter(table(chosen.name), [remove(column.name, column.type, stated(options))]),
    )
  },

  several: ({ choice, column, state, table: chosen }: Place): State => {
    if (column.generated || isReference(column) || column.name === "id") return state
    const [change, modified] = modifyColumn(column, choice)
    const new1 = addColumn(choice + 3, `new ${state.next}a`)
    const new2 = addColumn(choice + 5, `new ${state.next}b`)
    const [changeOfNew, modifiedNew] = modifyColumn(new1, choice + 1)
    const columns = [
      ...chosen.columns.map((one) => one === column ? modified : one),
      new1.generated ? new1 : modifiedNew,
      new2,
    ]
    const changes = [
      add(new1.name, new1.type, stated(new1.options)),
      change,
      ...new1.generated ? [] : [changeOfNew],
      add(new2.name, new2.type, stated(new2.options)),
    ]
    return withTable(state, chosen, { ...chosen, columns }, alter(table(chosen.name), changes))
  },

  timestamps: ({ choice, state, table: chosen }: Place): State => {
    const [first, second] = [`made ${state.next}`, `changed ${state.next}`]
    const options = choice % 2 ? { default: fragment("CURRENT_TIMESTAMP") } : { null: true }
    const columns = [first, second].map((name) => ({ ...added(name, "naive_datetime", options), bound: true }))
    return withTable(
      state,
      chosen,
      { ...chosen, columns: [...chosen.columns, ...columns] },
      alter(table(chosen.name), [timestamps({ insertedAt: first, updatedAt: second, ...options })]),
    )
  },

  createTable: ({ choice, state, table: chosen }: Place): State => {
    const name = `table ${state.next}`
    const columns = [addColumn(choice, "one"), addColumn(choice + 2, "two")]
    const target = chosen.columns.some((column) => column.name === "id") ? [chosen.name] : []
    const entries = columns.map((column) => add(column.name, column.type, stated(column.options)))
    return {
      ...state,
      tables: [...state.tables, { name, columns }],
      commands: [
        ...state.commands,
        create(table(name, choice % 2 ? {} : { primaryKey: { name: "key", type: "binary_id" } }), [
          ...entries,
          ...target.map((other) => add("parent_id", references(other, { onDelete: "cascade" }))),
        ]),
      ],
    }
  },

  index: ({ choice, column, state, table: chosen }: Place): State => {
    const term = choice % 2 ? column.name : { desc: column.name }
    const created = index(chosen.name, choice % 3 ? [term] : [term, fragment(`lower(${quoted(column.name)})`)], {
      name: `index ${state.next}`,
      unique: choice % 4 === 0,
      ...choice % 5 ? {} : { where: `${quoted(column.name)} IS NOT NULL` },
    })
    const now = withTable(state, chosen, bind(chosen, column), create(created))
    return { ...now, indexes: choice % 3 ? [...now.indexes, created] : now.indexes }
  },

  renameIndex: ({ state }: Place): State => {
    const [first, ...others] = state.indexes
    return first === undefined
      ? state
      : { ...state, commands: [...state.commands, rename(first, { to: `renamed ${state.next}` })], indexes: others }
  },

  dropIndex: ({ state }: Place): State => {
    const [first, ...others] = state.indexes
    return first === undefined ? state : { ...state, commands: [...state.commands, drop(first)], indexes: others }
  },

  addKey: ({ choice, state, table: chosen }: Place): State => {
    if (chosen.columns.every(({ origin }) => origin?.table !== "notes") || chosen.columns.some(isKey)) return state
    const column = { ...added("id", choice % 2 ? "bigserial" : "integer", { primaryKey: true }), bound: true }
    const now = { ...chosen, columns: [...chosen.columns, column] }
    return withTable(state, chosen, now, alter(table(chosen.name), [add("id", column.type, { primaryKey: true })]))
  },

  constraint: ({ column, state, table: chosen }: Place): State =>
    withTable(
      state,
      chosen,
      bind(chosen, column),
      create(constraint(chosen.name, `check ${state.next}`, { check: `${quoted(column.name)} IS NOT 'nothing'` })),
    ),

  refer: ({ column, state, table: chosen }: Place): State => {
    if (column.bound || column.generated || isReference(column) || column.type !== "integer") return state
    const type = references("people", { type: "integer", onDelete: "set null" })
    if (state.tables.every(({ name }) => name !== "people")) return state
    const now = { ...column, type, bound: true, origin: undefined }
    return withTable(
      state,
      chosen,
      { ...chosen, columns: chosen.columns.map((one) => one === column ? now : one) },
      alter(table(chosen.name), [modify(column.name, type, { from: [column.type, column.options] })]),
    )
  },

  renameTable: ({ state, table: chosen }: Place): State => {
    const name = `renamed ${state.next}`
    return {
      ...withTable(state, chosen, { ...chosen, name }, rename(table(chosen.name), { to: table(name) })),
      indexes: [],
    }
  },

  renameColumn: ({ column, state, table: chosen }: Place): State => {
    const name = `renamed ${state.next}`
    if (column.name === "id") return state
    const now = {
      ...chosen,
      columns: chosen.columns.map((one) => one === column ? { ...one, name, bound: true } : one),
    }
    return {
      ...withTable(state, chosen, now, rename(table(chosen.name), column.name, { to: name })),
      indexes: [],
    }
  },

  view: ({ column, state, table: chosen }: Place): State =>
    withTable(
      state,
      chosen,
      bind(chosen, column),
      execute(
        `CREATE VIEW "view ${state.next}" AS SELECT ${quoted(column.name)} FROM ${quoted(chosen.name)}`,
        `DROP VIEW "view ${state.next}"`,
      ),
    ),
}

/** The options as a migration writes them: that there is no default is not said. */
const stated = ({ default: value, null: nullable, ...options }: ColumnOptions): ColumnOptions => ({
  ...options,
  ...value === null || value === undefined ? {} : { default: value },
  ...nullable === false ? { null: false } : {},
})

const whats = Object.keys(doings) as [Intent["what"], ...Array<Intent["what"]>]

export const intents: Arbitrary.Arbitrary<ReadonlyArray<Intent>> = Arbitrary.array(
  Arbitrary.all({ what: oneOf(whats), table: upTo(7), column: upTo(7), choice: upTo(60) }),
  { minLength: 1, maxLength: 8 },
)
