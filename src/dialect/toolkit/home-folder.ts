import { homedir } from "node:os"
import type { Environment } from "./client-program.ts"

/** A folder that is not there: Debian's passwd gives it to users without a home. */
const nowhere = "/nonexistent"

/**
 * The folder in which a database's clients look for a user's own files: HOME, or what the system has of the user. In a
 * container the user may have neither HOME nor a line in /etc/passwd: then it is a folder that is not there, so that no
 * file is found in it.
 */
export function homeFolder({ HOME }: Environment, systemHome: () => string = homedir): string {
  if (HOME !== undefined && HOME !== "") return HOME
  try {
    const home = systemHome()
    return home === "" ? nowhere : home
  } catch {
    return nowhere
  }
}
