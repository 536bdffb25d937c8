import type { RuleTester } from "oxlint/plugins-dev"

/** A lint rule; oxlint exports the type only through its tester. */
export type Rule = Extract<Parameters<RuleTester["run"]>[1], { create: unknown }>

type Report = Parameters<Rule["create"]>[0]["report"]

/** What a report may point at. */
export type Reported = NonNullable<Parameters<Report>[0]["node"]>
