/**
 * What `sterna` is where it is installed as a package: what migrations and configs import, and what an application does. The
 * executable serves migrations the first of it alone, `sterna.ts`.
 */
export { Migrator } from "../migrator/migrator.ts"
export * from "./sterna.ts"
