import type { Event } from "../../../src/events/event.ts"

const migration = { repo: "main", version: 20261121101500n, name: "create_posts", direction: "up" } as const

/** One event of each kind. */
export const events = {
  RunStarted: { _tag: "RunStarted", repo: "main", direction: "up", migrations: 2 },
  NothingToRun: { _tag: "NothingToRun", repo: "main", direction: "down", pending: 0 },
  LockWaiting: { _tag: "LockWaiting", repo: "main", holder: "process 4711", waitedMs: 2000, timeoutMs: 30_000 },
  ServerWaiting: {
    _tag: "ServerWaiting",
    repo: "main",
    problem: "Nothing accepts connections at 127.0.0.1:5432",
    waitedMs: 2000,
    timeoutMs: 30_000,
  },
  MigrationStarted: { _tag: "MigrationStarted", ...migration },
  CommandStarted: { _tag: "CommandStarted", description: "create table posts", ...migration },
  StatementSent: { _tag: "StatementSent", sql: "CREATE TABLE posts (\n  id INTEGER)", ...migration },
  MigratorStatementSent: { _tag: "MigratorStatementSent", repo: "main", sql: "COMMIT" },
  MigrationRetried: {
    _tag: "MigrationRetried",
    ...migration,
    problem: "canceling statement due to lock timeout",
    code: "55P03",
    sql: "ALTER TABLE posts ADD x int",
    rival: "process 4711 (psql), which locks posts",
    attempt: 2,
    attempts: 4,
    pauseMs: 400,
  },
  MigrationFinished: { _tag: "MigrationFinished", durationMs: 3, ...migration },
  MigrationRehearsed: { _tag: "MigrationRehearsed", durationMs: 3, ...migration },
  MigrationSkipped: { _tag: "MigrationSkipped", ...migration },
  MigrationFailed: { _tag: "MigrationFailed", durationMs: 3, ...migration },
  MigrationInterrupted: { _tag: "MigrationInterrupted", ...migration },
  Warning: { _tag: "Warning", repo: "main", message: "Mind the gap." },
  ServerNotice: { _tag: "ServerNotice", repo: "main", severity: "NOTICE", message: "It is there already." },
  RunRehearsed: { _tag: "RunRehearsed", repo: "main", direction: "up", versions: [20261121101500n], durationMs: 5 },
  RunFinished: { _tag: "RunFinished", repo: "main", direction: "up", versions: [20261121101500n], durationMs: 5 },
} satisfies { readonly [Tag in Event["_tag"]]: Extract<Event, { readonly _tag: Tag }> }
