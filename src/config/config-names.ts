/** The names of a config file that is found by itself, in the working directory and nowhere else. */
export const configNames = ["sterna.config.ts", "sterna.config.json"]
