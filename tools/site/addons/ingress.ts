/** The ingress: where customers and operators come in, by the Gateway API. TLS, HTTP/2 and HSTS are its business. */
import type { Site } from '../description/site.ts';
import { ingressPorts } from './ingress-ports.ts';

const namespace = 'envoy-gateway-system';
const gatewayApi = 'gateway.networking.k8s.io/v1';
const envoyGateway = 'gateway.envoyproxy.io/v1alpha1';
const yearSeconds = 31_536_000;

/** The two services that somebody outside reaches, in the namespace they are in. */
export interface Reached {
  namespace: string;
  ports: { gateway: number; console: number };
}

interface Entrance {
  name: string;
  host: string;
  backend: { service: string; namespace: string; port: number };
  listeners: { name: string; machinePort: number; podPort: number; tls: boolean }[];
}

export function ingressManifests(site: Site, { namespace: there, ports }: Reached): object[] {
  const { http, https, operators } = ingressPorts;
  const entrances: Entrance[] = [
    {
      name: 'customers',
      host: site.customers.host,
      backend: { service: 'gateway', namespace: there, port: ports.gateway },
      listeners: [listener('http', http, false), listener('https', https, true)],
    },
    {
      name: 'operators',
      host: site.operators.host,
      backend: { service: 'console', namespace: there, port: ports.console },
      listeners: [listener('https', operators, true)],
    },
  ];
  return entrances.flatMap(manifestsOf);
}

function listener(name: string, port: { machine: number; pod: number }, tls: boolean): Entrance['listeners'][number] {
  return { name, machinePort: port.machine, podPort: port.pod, tls };
}

function manifestsOf(entrance: Entrance): object[] {
  const { name, listeners } = entrance;
  return [
    gatewayClass(name),
    proxy(entrance),
    gateway(entrance),
    connections(name),
    ...(listeners.some(({ tls }) => !tls) ? [redirect(entrance)] : []),
    route(entrance),
    backendConnections(entrance),
  ];
}

function gatewayClass(name: string): object {
  return {
    apiVersion: gatewayApi,
    kind: 'GatewayClass',
    metadata: { name },
    spec: {
      controllerName: 'gateway.envoyproxy.io/gatewayclass-controller',
      parametersRef: { group: 'gateway.envoyproxy.io', kind: 'EnvoyProxy', name, namespace },
    },
  };
}

/** One on every worker, behind host ports: the virtual address is at one of them, and customers' own addresses stay. */
function proxy({ name, listeners }: Entrance): object {
  const ports = listeners.map(({ podPort, machinePort }) => ({
    containerPort: podPort,
    hostPort: machinePort,
    protocol: 'TCP',
  }));
  return {
    apiVersion: envoyGateway,
    kind: 'EnvoyProxy',
    metadata: { name, namespace },
    spec: {
      provider: {
        type: 'Kubernetes',
        kubernetes: {
          envoyService: { type: 'ClusterIP' },
          envoyDaemonSet: {
            patch: {
              type: 'StrategicMerge',
              value: { spec: { template: { spec: { containers: [{ name: 'envoy', ports }] } } } },
            },
          },
        },
      },
      shutdown: { drainTimeout: '60s', minDrainDuration: '5s' },
    },
  };
}

function gateway({ name, host, listeners, backend }: Entrance): object {
  return {
    apiVersion: gatewayApi,
    kind: 'Gateway',
    metadata: { name, namespace },
    spec: {
      gatewayClassName: name,
      listeners: listeners.map(({ name: of, machinePort, tls }) => ({
        name: of,
        port: machinePort,
        protocol: tls ? 'HTTPS' : 'HTTP',
        hostname: host,
        ...(tls && { tls: { mode: 'Terminate', certificateRefs: [{ name: `${name}-certificate` }] } }),
        allowedRoutes: {
          namespaces: {
            from: 'Selector',
            selector: { matchLabels: { 'kubernetes.io/metadata.name': backend.namespace } },
          },
        },
      })),
    },
  };
}

function connections(name: string): object {
  return {
    apiVersion: envoyGateway,
    kind: 'ClientTrafficPolicy',
    metadata: { name, namespace },
    spec: {
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name }],
      tls: { minVersion: '1.2', alpnProtocols: ['h2', 'http/1.1'] },
      http2: { maxConcurrentStreams: 100 },
      timeout: { http: { requestReceivedTimeout: '60s', idleTimeout: '300s' } },
    },
  };
}

function redirect({ name, host, backend }: Entrance): object {
  return {
    apiVersion: gatewayApi,
    kind: 'HTTPRoute',
    metadata: { name: `${name}-to-https`, namespace: backend.namespace },
    spec: {
      parentRefs: [{ name, namespace, sectionName: 'http' }],
      hostnames: [host],
      rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }],
    },
  };
}

/** How long an answer may take is the gateway's own business, which knows what is asked. */
function route({ name, host, backend }: Entrance): object {
  const strict = { name: 'Strict-Transport-Security', value: `max-age=${yearSeconds}` };
  return {
    apiVersion: gatewayApi,
    kind: 'HTTPRoute',
    metadata: { name, namespace: backend.namespace },
    spec: {
      parentRefs: [{ name, namespace, sectionName: 'https' }],
      hostnames: [host],
      rules: [
        {
          filters: [{ type: 'ResponseHeaderModifier', responseHeaderModifier: { set: [strict] } }],
          backendRefs: [{ name: backend.service, port: backend.port }],
          timeouts: { request: '0s' },
        },
      ],
    },
  };
}

/**
 * Envoy shares requests out among the pods itself. By its own defaults it would ask a machine that is gone for as long as the
 * cluster believes in it, and keep connections for an hour that a pod which leaves closes after some seconds.
 */
function backendConnections({ name, backend }: Entrance): object {
  return {
    apiVersion: envoyGateway,
    kind: 'BackendTrafficPolicy',
    metadata: { name, namespace: backend.namespace },
    spec: {
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name }],
      timeout: { tcp: { connectTimeout: '1s' }, http: { connectionIdleTimeout: '3s' } },
      // Only what was not sent yet: whether the rest may be asked again is the gateway's own business, too.
      retry: { numRetries: 3, retryOn: { triggers: ['connect-failure', 'refused-stream'] } },
      // A machine that is there takes a connection at once, however slow its pods are.
      healthCheck: { active: { type: 'TCP', tcp: {}, interval: '1s', timeout: '1s', unhealthyThreshold: 2 } },
    },
  };
}
