/** Everything beside the services, as files: values of the charts, manifests, and the program that installs them. */
import { stringify } from 'yaml';
import type { Site } from '../description/site.ts';
import { charts, type Chart } from './charts.ts';
import { ingressManifests, type Reached } from './ingress.ts';
import { namespaceManifests } from './namespaces.ts';

const heading = '# Generated from cluster.yaml: npm run cluster -- generate\n';

/** @returns content by file name */
export function addOnFiles(site: Site, reached: Reached): Record<string, string> {
  const all = charts(site);
  return {
    'namespaces.yaml': documents(namespaceManifests(reached.namespace)),
    ...Object.fromEntries(all.map(({ name, values }) => [`${name}.yaml`, heading + stringify(values)])),
    'ingress.yaml': documents(ingressManifests(site, reached)),
    install: installer(site, all),
  };
}

function documents(manifests: object[]): string {
  return heading + manifests.map((manifest) => stringify(manifest, { lineWidth: 0 })).join('---\n');
}

function installer(site: Site, all: Chart[]): string {
  const steps = all.map(
    ({ name, version, namespace }) =>
      `helm upgrade --install ${name} ${site.mirrors.charts}/${name} --version ${version} \\
  --namespace ${namespace} --values "$here/${name}.yaml" --atomic --wait --timeout 10m "\${helm[@]}"
`,
  );
  return `#!/bin/bash
${heading}# Brings everything beside the services to what is written here; what is there already is left alone.
set -euo pipefail
here=$(dirname "$(realpath "$0")")
context=\${CONTEXT:?the context of the kubeconfig, as in CONTEXT=${site.name}}
helm=(--kube-context "$context")

kubectl --context "$context" apply --filename "$here/namespaces.yaml"
${steps.join('')}kubectl --context "$context" apply --filename "$here/ingress.yaml"
`;
}
