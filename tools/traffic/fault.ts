/** Trouble on one side, of the kind that shows what the edge is for. Both are of the local system alone. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandFailure } from '@wellspring/command';
import { pidFolder } from '../stack/leftovers.ts';
import { workspaceRoot } from '../topology/topology.ts';

export const faultNames = ['none', 'new-side', 'old-side'] as const;
export type FaultName = (typeof faultNames)[number];

export interface Fault {
  what: string;
  begin: () => void | Promise<void>;
  end: () => void | Promise<void>;
}

/** @param backoffice address of the stand-in for the background systems */
export function faultOf(name: FaultName, backoffice: string): Fault | undefined {
  switch (name) {
    case 'none':
      return undefined;
    case 'new-side':
      return {
        what: 'the billing service of the new side hangs',
        begin: () => {
          process.kill(pidOf('billing'), 'SIGSTOP');
        },
        end: () => {
          process.kill(pidOf('billing'), 'SIGCONT');
        },
      };
    case 'old-side': {
      const faults = `${backoffice}/faults/billing-engine.*`;
      return {
        what: 'the billing engine, which the old portal asks at every page, answers with errors',
        begin: () => send(faults, 'PUT', { mode: 'error' }),
        end: () => send(faults, 'DELETE'),
      };
    }
    default:
      return name satisfies never;
  }
}

function pidOf(app: string): number {
  try {
    return Number(readFileSync(join(pidFolder(join(workspaceRoot, '.wellspring')), app), 'utf8'));
  } catch (error) {
    throw new CommandFailure(`${app} does not run here, so it cannot be made to hang: npm start`, 1, { cause: error });
  }
}

async function send(url: string, method: string, body?: unknown): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method, ...(body !== undefined && { headers, body: JSON.stringify(body) }) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
}
