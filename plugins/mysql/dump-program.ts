import * as Effect from "effect/Effect"
import { type Refusal, runProgram, type Server, unsupported } from "sterna/dialect"
import type { ClientFlavour } from "./client-arguments.ts"

/** An installed mysqldump or mariadb-dump. */
export interface DumpProgram {
  /** Its path. */
  readonly program: string
  /** Whose it is: MariaDB's goes by the other name as well. */
  readonly flavour: ClientFlavour
}

/** Finds the program that writes a schema on the PATH, the server's own first. Refuses where there is none. */
export const findDumpProgram = ({ flavour }: Pick<Server, "flavour">): Effect.Effect<DumpProgram, Refusal> =>
  Effect.gen(function*() {
    const names = flavour === "mariadb" ? ["mariadb-dump", "mysqldump"] : ["mysqldump", "mariadb-dump"]
    const program = names.map((name) => Bun.which(name)).find((path) => path !== null)
    if (program === undefined) {
      return yield* unsupported(
        `\`sterna dump\` runs ${names.join(" or ")}, and there is neither on the PATH.`,
        flavour === "mariadb" ? howToGet.mariadb : howToGet.mysql,
      )
    }
    const { stdout } = yield* runProgram([program, "--version"], process.env)
    return { program, flavour: /mariadb/i.test(stdout) ? "mariadb" : "mysql" }
  })

const howToGet = {
  mariadb:
    "Install MariaDB's client programs: on Debian and Ubuntu the package mariadb-client, on Alpine mariadb-client, "
    + "on macOS mariadb by Homebrew. Nothing was written.",
  mysql:
    "Install MySQL's client programs: on Debian the package default-mysql-client, on Ubuntu mysql-client, on macOS "
    + "mysql-client by Homebrew, elsewhere see dev.mysql.com/downloads. Nothing was written.",
} as const
