/** The parts of rendered workloads and policies that the tests look at. */
import { z } from 'zod';
import type { Manifest } from '../manifest.ts';

const labels = z.record(z.string(), z.string());
const probe = z.object({ httpGet: z.object({ path: z.string(), port: z.union([z.string(), z.number()]) }) });
const quantities = z.object({ cpu: z.string(), memory: z.string() });

const container = z.object({
  name: z.string(),
  image: z.string(),
  command: z.array(z.string()),
  env: z.array(
    z.object({
      name: z.string(),
      value: z.string().optional(),
      valueFrom: z.object({ secretKeyRef: z.object({ name: z.string(), key: z.string() }) }).optional(),
    }),
  ),
  resources: z.object({ requests: quantities, limits: quantities }),
  securityContext: z.object({
    allowPrivilegeEscalation: z.boolean(),
    readOnlyRootFilesystem: z.boolean(),
    capabilities: z.object({ drop: z.array(z.string()) }),
  }),
  ports: z.array(z.object({ name: z.string(), containerPort: z.number() })).default([]),
  startupProbe: probe.optional(),
  livenessProbe: probe.optional(),
  readinessProbe: probe.optional(),
  volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string(), readOnly: z.boolean().default(false) })),
  lifecycle: z.object({ preStop: z.object({ sleep: z.object({ seconds: z.number() }) }) }).optional(),
});

const workload = z.object({
  spec: z.object({
    replicas: z.number().optional(),
    selector: z.object({ matchLabels: labels }).optional(),
    strategy: z.object({ rollingUpdate: z.object({ maxUnavailable: z.number(), maxSurge: z.number() }) }).optional(),
    template: z.object({
      metadata: z.object({ labels, annotations: labels.optional() }),
      spec: z.object({
        automountServiceAccountToken: z.boolean(),
        terminationGracePeriodSeconds: z.number().optional(),
        securityContext: z.object({
          runAsNonRoot: z.boolean(),
          runAsUser: z.number(),
          seccompProfile: z.object({ type: z.string() }),
        }),
        topologySpreadConstraints: z
          .array(
            z.object({
              topologyKey: z.string(),
              whenUnsatisfiable: z.string(),
              nodeTaintsPolicy: z.string(),
              matchLabelKeys: z.array(z.string()),
              labelSelector: z.object({ matchLabels: labels }),
            }),
          )
          .default([]),
        containers: z.array(container),
        volumes: z.array(z.object({ name: z.string(), secret: z.object({ secretName: z.string() }).optional() })),
      }),
    }),
  }),
});

export type Workload = z.output<typeof workload>['spec'];

export function workloadOf(manifest: Manifest): Workload {
  return workload.parse(manifest).spec;
}

const peer = z.object({
  podSelector: z.object({ matchLabels: labels }).optional(),
  namespaceSelector: z.object({ matchLabels: labels }).optional(),
  ipBlock: z.object({ cidr: z.string() }).optional(),
});
const ports = z.array(z.object({ protocol: z.string(), port: z.number() }));
const policy = z.object({
  spec: z.object({
    podSelector: z.object({ matchLabels: labels }),
    policyTypes: z.array(z.string()),
    ingress: z.array(z.object({ from: z.array(peer), ports })),
    egress: z.array(z.object({ to: z.array(peer), ports })),
  }),
});

export type Peer = z.output<typeof peer>;
export type Policy = z.output<typeof policy>['spec'];

export function policyOf(manifest: Manifest): Policy {
  return policy.parse(manifest).spec;
}
