/** The old portal's way to the gateway's keys, tried at every node by whom it is for and by somebody else. */
import { get } from 'node:http';
import type { Machine } from '../local/layout.ts';

export const entrancePort = 30_481;
const keysPath = '/.well-known/jwks.json';
const patienceMs = 3_000;

export interface Knock {
  node: string;
  /** An address of this machine, which stands for what is outside the cluster. */
  from: string;
  isLetIn: boolean;
}

export function knockAtEvery(nodes: Machine[], sources: string[]): Promise<Knock[]> {
  const pairs = nodes.flatMap((node) => sources.map((from) => ({ node, from })));
  return Promise.all(
    pairs.map(async ({ node, from }) => ({ node: node.name, from, isLetIn: (await statusFor(node, from)) === 200 })),
  );
}

/** @returns of the answer; undefined without any */
function statusFor({ address }: Machine, from: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const options = { host: address, port: entrancePort, path: keysPath, localAddress: from };
    const asking = get({ ...options, agent: false, timeout: patienceMs }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asking.on('timeout', () => asking.destroy());
    asking.on('error', () => resolve(undefined));
  });
}
