/** Answers like a kubelet: the figures of one node and its pods. There are no nodes in tests. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Kubelet {
  url: string;
  stop: () => Promise<void>;
}

const cpu = { usageNanoCores: 250_000_000, usageCoreNanoSeconds: 9_000_000_000 };
const memory = { availableBytes: 4e9, usageBytes: 3e9, workingSetBytes: 2e9, rssBytes: 1e9 };
const disk = { availableBytes: 40e9, capacityBytes: 100e9, usedBytes: 60e9 };

export async function startKubelet(namespace: string, podNames: () => string[]): Promise<Kubelet> {
  const server = createServer(({ url }, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(url === '/pods' ? pods(namespace, podNames()) : summary(namespace, podNames())));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function summary(namespace: string, names: string[]): object {
  return {
    node: { nodeName: 'node-1', cpu, memory, fs: disk, network: {}, runtime: { imageFs: disk }, systemContainers: [] },
    pods: names.map((name) => ({
      podRef: { name, namespace },
      containers: [{ name: 'service', cpu, memory, rootfs: disk, logs: disk }],
      volume: [{ name: 'tmp', ...disk }],
      network: {},
    })),
  };
}

function pods(namespace: string, names: string[]): object {
  return { items: names.map((name) => ({ metadata: { name, namespace, labels: {} }, spec: { containers: [] } })) };
}
