import { expect } from "bun:test"
import { Project } from "../project.ts"
import type { Running } from "../running.ts"
import type { Killable, KillableKind } from "./killable.ts"
import { chosenSeed, randomOf } from "./random.ts"

/** What came of killing. */
export interface Killed {
  readonly kills: number
  /** How often only the author could say what was done. */
  readonly doubts: number
}

interface Episode {
  readonly project: Project
  readonly database: Killable
  readonly args: ReadonlyArray<string>
  readonly random: () => number
  readonly seed: number
  /** How long it takes to start and to find nothing to do. */
  readonly startMs: number
  /** How long the run takes where nobody disturbs it. */
  readonly durationMs: number
  /** How many statements it sends then. */
  readonly statements: number
}

/** Where a database is killed too often at the same place, it never gets anywhere. */
const killsAtMost = 15

/**
 * Kills the executable, at moments of chance, on its way through a history up and down again, until it comes to the end;
 * then does it again on a fresh database, until there were as many kills as asked for. Expects schema, data and versions
 * to be those of an undisturbed run, at the top and at the bottom.
 */
export async function killAlongTheWay(kind: KillableKind, kills: number): Promise<Killed> {
  const seed = chosenSeed()
  const random = randomOf(seed)
  using project = new Project(kind.files)
  const calm = await undisturbed(project, kind)
  const total = { kills: 0, doubts: 0 }
  while (total.kills < kills) {
    await using database = await kind.create(project.folder)
    for (const way of ways) {
      const { state } = calm[way]
      const killed = await untilDone({ ...calm, ...calm[way], project, database, args: args[way], random, seed })
      total.kills += killed.kills
      total.doubts += killed.doubts
      expect({ seed, way, state: await database.state() }).toEqual({ seed, way, state })
    }
  }
  console.log(`${total.kills} kills, ${total.doubts} doubts, STERNA_SEED=${seed}`)
  return total
}

const ways = ["up", "down"] as const

const args = { up: ["migrate"], down: ["rollback", "--all", "--yes"] } as const

const at = ({ url }: Killable) => ({ env: { DATABASE_URL: url } })

async function undisturbed(project: Project, kind: KillableKind) {
  await using database = await kind.create(project.folder)
  const measure = async (way: (typeof ways)[number]) => {
    const start = performance.now()
    const { code, stderr } = await project.sterna([...args[way], "--log-migrations-sql"], at(database))
    const durationMs = performance.now() - start
    expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" })
    return { durationMs, statements: sentBy(stderr), state: await database.state() }
  }
  const up = await measure("up")
  const { durationMs: startMs } = await measure("up")
  return { startMs, up, down: await measure("down") }
}

const sentBy = (stderr: string): number => stderr.match(/^ {3}\| /gm)?.length ?? 0

async function untilDone(episode: Episode): Promise<Killed> {
  const { args: command, database, project } = episode
  let kills = 0
  let doubts = 0
  let sent = 0
  for (;;) {
    const running = project.start([...command, "--log-migrations-sql"], at(database))
    if (kills < killsAtMost) await theMoment(running, sent, episode)
    else await running.ended()
    running.signal("SIGKILL")
    const { code, stderr } = await running.ended()
    sent += sentBy(stderr)
    if (code === 0) return { kills, doubts }
    if (code === 137) kills++
    else if (code === 7) {
      doubts++
      await answerDoubt(stderr, episode)
    } else throw new Error(`It ended with ${code}, STERNA_SEED=${episode.seed}:\n${stderr}`)
  }
}

/**
 * Waits, for as long as it runs: for some of the time that is left, or until it has sent some of the statements that are
 * left, and then for the wink of an eye.
 */
async function theMoment(
  running: Running,
  sentBefore: number,
  { durationMs, random, startMs, statements }: Episode,
): Promise<void> {
  const start = performance.now()
  const left = Math.max(1, statements - sentBefore)
  const byTime = random() < 0.5
  const ms = random() * (startMs + (durationMs - startMs) * left / statements)
  const wanted = Math.floor(random() * left)
  const isDue = () => byTime ? performance.now() - start >= ms : sentBy(running.stderr) >= wanted
  while (!running.hasEnded && !isDue()) await Bun.sleep(1)
  if (!byTime) await Bun.sleep(random() * 4)
}

/** Says what was really done. */
async function answerDoubt(stderr: string, { database, project }: Episode): Promise<void> {
  const [, version, step] = /sterna resolve (\d+) --step (\d+) --applied/.exec(stderr) ?? []
  if (version === undefined || step === undefined) throw new Error(`Nobody can answer this:\n${stderr}`)
  const status = await project.sterna(["status", "--json"], at(database))
  const { migrations }: {
    readonly migrations: ReadonlyArray<{
      readonly version: string | number
      readonly inFlight?: { readonly unresolved: boolean; readonly step?: { readonly statement: string } }
    }>
  } = JSON.parse(status.stdout)
  const flight = migrations.find((each) => String(each.version) === version)?.inFlight
  expect(flight?.unresolved).toBe(true)
  const applied = await database.wasDone(flight?.step?.statement ?? "")
  const answer = await project.sterna(
    ["resolve", version, "--step", step, applied ? "--applied" : "--not-applied"],
    at(database),
  )
  expect({ code: answer.code, stderr: answer.stderr }).toEqual({ code: 0, stderr: "" })
}
