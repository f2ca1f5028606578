/** The software bill of materials of an app: Node and every package of others that its bundles hold (CycloneDX 1.6). */
import { Contrib, Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';
import parseExpression from 'spdx-expression-parse';
import { bundledPackages, type BundledPackage } from './bundled-packages.ts';

const licences = new Contrib.License.Factories.LicenseFactory(parseExpression);

/** @returns JSON, the same for the same contents: it has neither a serial number nor a time. */
export function softwareBill(app: string, version: string, dist: string): string {
  const bill = new Models.Bom();
  bill.metadata.component = new Models.Component(Enums.ComponentType.Application, app, { version, bomRef: app });
  bill.components.add(
    new Models.Component(Enums.ComponentType.Platform, 'node', {
      version: process.versions.node,
      bomRef: 'node',
      purl: `pkg:generic/node@${process.versions.node}`,
    }),
  );
  for (const bundled of bundledPackages(dist)) bill.components.add(component(bundled));
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
  return serializer.serialize(bill, { sortLists: true, space: 2 });
}

function component({ name, version, license, path, integrity }: BundledPackage): Models.Component {
  const [, group, short = name] = /^(@[^/]+)\/(.+)$/.exec(name) ?? [];
  const [, digest] = integrity?.split('sha512-') ?? [];
  return new Models.Component(Enums.ComponentType.Library, short, {
    ...(group && { group }),
    version,
    bomRef: path,
    purl: `pkg:npm/${group ? `${encodeURIComponent(group)}/` : ''}${short}@${version}`,
    ...(license && { licenses: new Models.LicenseRepository([licences.makeFromString(license)]) }),
    ...(digest && {
      hashes: new Models.HashDictionary([
        [Enums.HashAlgorithm['SHA-512'], Buffer.from(digest, 'base64').toString('hex')],
      ]),
    }),
  });
}
