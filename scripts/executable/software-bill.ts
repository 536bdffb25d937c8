import * as CycloneDX from "@cyclonedx/cyclonedx-library"
import { license, name, version } from "../../package.json" with { type: "json" }
import type { Component } from "./component.ts"

const { Enums, Models, Serialize, Spec } = CycloneDX

/** What is in the executable, as CycloneDX 1.6 in JSON. */
export function softwareBill(components: ReadonlyArray<Component>): string {
  const bill = new Models.Bom()
  const own = componentOf({ name, version, license }, Enums.ComponentType.Application)
  bill.metadata.component = own
  for (const each of components) {
    const component = componentOf(each, Enums.ComponentType.Library)
    bill.components.add(component)
    own.dependencies.add(component.bomRef)
  }
  const factory = new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6)
  return `${new Serialize.JsonSerializer(factory).serialize(bill, { sortLists: true, space: 2 })}\n`
}

const componentOf = (component: Component, type: CycloneDX.Enums.ComponentType) => {
  const purl = `pkg:npm/${component.name.replace("@", "%40")}@${component.version}`
  const licenses = component.license === undefined ? [] : [new Models.SpdxLicense(component.license)]
  return new Models.Component(type, component.name, {
    version: component.version,
    bomRef: purl,
    purl,
    licenses: new Models.LicenseRepository(licenses),
  })
}
