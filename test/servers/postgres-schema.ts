import { SQL } from "bun"

/** Every object of a database that is not the server's own, a line each, as the catalog knows it. */
const catalog = `
WITH spaces AS (
  SELECT oid, nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
), own AS (
  SELECT c.*, n.nspname, format('%I.%I', n.nspname, c.relname) AS path FROM pg_class c JOIN spaces n ON n.oid = c.relnamespace
)
SELECT 'schema ' || nspname AS line FROM spaces
UNION ALL SELECT concat_ws(' ', 'relation', path, relkind, relpersistence, reloptions::text, obj_description(oid, 'pg_class'))
  FROM own
UNION ALL SELECT concat_ws(' ', 'column', o.path, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod),
    'notnull=' || a.attnotnull, pg_get_expr(d.adbin, d.adrelid), a.attidentity, a.attgenerated,
    (SELECT collname FROM pg_collation WHERE oid = a.attcollation), col_description(o.oid, a.attnum))
  FROM own o JOIN pg_attribute a ON a.attrelid = o.oid AND a.attnum > 0 AND NOT a.attisdropped AND o.relkind <> 'i'
  LEFT JOIN pg_attrdef d ON d.adrelid = o.oid AND d.adnum = a.attnum
UNION ALL SELECT concat_ws(' ', 'constraint', o.path, c.conname, pg_get_constraintdef(c.oid), 'valid=' || c.convalidated,
    obj_description(c.oid, 'pg_constraint'))
  FROM own o JOIN pg_constraint c ON c.conrelid = o.oid
UNION ALL SELECT concat_ws(' ', 'index', pg_get_indexdef(i.indexrelid), 'valid=' || i.indisvalid, o.path)
  FROM own o JOIN pg_index i ON i.indexrelid = o.oid
UNION ALL SELECT concat_ws(' ', 'sequence', o.path, s.seqtypid::regtype, s.seqstart, s.seqincrement, s.seqmin, s.seqmax,
    s.seqcache, s.seqcycle, (SELECT refobjid::regclass || '.' || refobjsubid FROM pg_depend d
      WHERE d.objid = o.oid AND d.classid = 'pg_class'::regclass AND d.refobjsubid > 0))
  FROM own o JOIN pg_sequence s ON s.seqrelid = o.oid
UNION ALL SELECT concat_ws(' ', 'view', path, pg_get_viewdef(oid)) FROM own WHERE relkind IN ('v', 'm')
UNION ALL SELECT concat_ws(' ', 'function', pg_get_functiondef(p.oid)) FROM pg_proc p JOIN spaces n ON n.oid = p.pronamespace
  WHERE p.prokind IN ('f', 'p') AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
UNION ALL SELECT concat_ws(' ', 'trigger', pg_get_triggerdef(t.oid)) FROM pg_trigger t WHERE NOT tgisinternal
UNION ALL SELECT concat_ws(' ', 'type', t.typname, t.typtype, (SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder)
    FROM pg_enum e WHERE e.enumtypid = t.oid)) FROM pg_type t JOIN spaces n ON n.oid = t.typnamespace
  WHERE t.typtype IN ('e', 'd')
UNION ALL SELECT concat_ws(' ', 'extension', extname) FROM pg_extension
ORDER BY 1`

/** The schema of a database by its catalog, without the lines that name a table. */
export async function catalogOf(url: string, without: string): Promise<ReadonlyArray<string>> {
  await using session = new SQL({ url, max: 1 })
  const rows: ReadonlyArray<{ readonly line: string }> = await session.unsafe(catalog)
  return rows.map(({ line }) => line).filter((line) => !line.includes(without))
}

/** Whether `pg_dump` is here and can dump a server of this version. */
export function canDump(serverVersion: string): boolean {
  if (Bun.which("pg_dump") === null) return false
  const said = Bun.spawnSync(["pg_dump", "--version"]).stdout.toString()
  return majorOf(/ (\d+)/.exec(said)?.[1]) >= majorOf(serverVersion)
}

const majorOf = (version: string | undefined): number => Number.parseInt(version ?? "0", 10)

/** The schema of a database as `pg_dump` writes it, in the form of `statementsOfDump`. */
export async function dumpOf(url: string, without: string): Promise<ReadonlyArray<string>> {
  const child = Bun.spawn(["pg_dump", "--schema-only", "--no-owner", url], { stdout: "pipe", stderr: "pipe" })
  const [stdout, stderr, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited])
  if (code !== 0) throw new Error(`pg_dump exited with ${code}: ${stderr.trim()}`)
  return statementsOfDump(stdout, without)
}

/** The statements of a dump, without those that set the session up or name a table, and without comments. */
export const statementsOfDump = (dump: string, without: string): ReadonlyArray<string> =>
  dump.split("\n")
    .filter((line) => line.trim() !== "" && !/^(--|SET |\\|SELECT pg_catalog\.set_config)/.test(line))
    .join("\n")
    .split(/;$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "" && !statement.includes(without))
