/** The first questions to a new version: is it the one we meant, is it ready, does it answer at all. */
import { z } from 'zod';
import type { PodReader } from './cluster.ts';

const info = z.object({ service: z.object({ name: z.string(), version: z.string() }) });

export interface SmokeTarget {
  service: string;
  ports: { service: number; management: number };
  version: string;
  /** Empty: the service has nothing that can be asked without being signed in. */
  path: string;
}

/** @returns what is wrong; empty: nothing. */
export async function smokeCheck(reader: PodReader, { service, ports, version, path }: SmokeTarget): Promise<string[]> {
  const pods = (await reader.pods(service)).filter((pod) => pod.version === version && !pod.leaving);
  if (pods.length === 0) return [`no pod of version ${version} is there`];
  const problems = await Promise.all(
    pods.map(async ({ name }) => {
      const ask = async (
        port: number,
        asked: string,
        isRight: (status: number, body: string) => string | undefined,
      ): Promise<string[]> => {
        try {
          const { status, body } = await reader.askPod(name, port, asked);
          const wrong = isRight(status, body);
          return wrong === undefined ? [] : [`${name} ${asked}: ${wrong}`];
        } catch (error) {
          return [`${name} ${asked}: ${error instanceof Error ? error.message : String(error)}`];
        }
      };
      return [
        ...(await ask(ports.management, '/health/ready', (status, body) =>
          status === 200 ? undefined : `${status} ${body.slice(0, 200)}`,
        )),
        ...(await ask(ports.management, '/info', (status, body) => wrongInfo(status, body, service, version))),
        ...(path === ''
          ? []
          : await ask(ports.service, path, (status) => (status < 500 ? undefined : `answered ${status}`))),
      ];
    }),
  );
  return problems.flat();
}

function wrongInfo(status: number, body: string, service: string, version: string): string | undefined {
  if (status !== 200) return `answered ${status}`;
  const parsed = info.safeParse(safeJson(body));
  if (!parsed.success) return 'is not what a service says of itself';
  const { name, version: actual } = parsed.data.service;
  return name === service && actual === version ? undefined : `is ${name} ${actual}, not ${service} ${version}`;
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
