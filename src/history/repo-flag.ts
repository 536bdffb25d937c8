/** The repo that there is without a config. */
const unnamed = "default"

/** What a command that is to be typed says of its repo, behind the command: `" -r main"`. */
export const repoFlag = (repo: string): string => repo === unnamed ? "" : ` -r ${repo}`
