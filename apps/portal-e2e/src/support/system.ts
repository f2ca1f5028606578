import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { defaultMigrationFile, demoPassword, type Stack, type StackOptions } from '@wellspring/tools/stack';
import { startSystemStack } from '@wellspring/tools/system';
import { parseDocument } from 'yaml';

/** The whole system with a database, ports and a migration file of its own. */
export interface System extends Stack {
  /** Puts a capability at a stage by changing the migration file, as a deployment would; resolves when it is in force. */
  setStage: (capability: string, stage: string, settings?: Record<string, unknown>) => Promise<void>;
  /** What the billing engine has on an invoice. */
  invoice: (invoiceNo: string) => Promise<unknown>;
  /** Switches a fault on in the background systems. */
  breakOperation: (operation: string, fault: object) => Promise<void>;
  healEverything: () => Promise<void>;
  /** Resolves when a service calls a background system again, which it leaves alone for a while after failures. */
  callsAgain: (service: string, dependency: string) => Promise<void>;
}

export { demoPassword };

/** As few as there can be with those whom pinpoint plays, of whom the last is C-1092. */
const customers = '92';

/**
 * @param overrides settings of single apps, by app
 * @param look the brand of all pages; by default that of the development environment
 */
export async function startSystem(
  overrides: Record<string, Record<string, string>> = {},
  look: Pick<StackOptions, 'brandFolder'> = {},
): Promise<System> {
  const dataDir = mkdtempSync(join(tmpdir(), 'wellspring-e2e-'));
  const migrationFile = join(dataDir, 'migration/migration.yaml');
  cpSync(defaultMigrationFile, migrationFile);
  const stack = await startSystemStack({
    dataDir,
    ports: 'free',
    durable: false,
    migrationFile,
    overrides: { ...overrides, backoffice: { CUSTOMERS: customers, ...overrides['backoffice'] } },
    ...look,
  });
  const faults = `${stack.url('backoffice')}/faults`;
  return {
    ...stack,
    setStage: async (capability, stage, settings = {}) => {
      const file = parseDocument(readFileSync(migrationFile, 'utf8'));
      file.setIn(['capabilities', capability, 'stage'], stage);
      for (const [key, value] of Object.entries(settings))
        file.setIn(['capabilities', capability, key], file.createNode(value));
      // Renamed into place, so that nobody reads half a file.
      writeFileSync(`${migrationFile}.new`, file.toString());
      renameSync(`${migrationFile}.new`, migrationFile);
      await told(stack, 'gateway', `migration_stage{capability="${capability}",stage="${stage}"} 1`);
    },
    invoice: async (invoiceNo): Promise<unknown> => {
      const response = await fetch(`${stack.url('backoffice')}/billing-engine/invoices/${invoiceNo}`);
      return response.json();
    },
    breakOperation: async (operation, fault) => {
      const response = await fetch(`${faults}/${operation}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(fault),
      });
      if (!response.ok) throw new Error(`The back office refused the fault: ${await response.text()}`);
    },
    healEverything: async () => {
      await fetch(faults, { method: 'DELETE' });
    },
    callsAgain: (service, dependency) =>
      told(stack, service, `http_client_breaker_state{dependency="${dependency}"} 0`),
    stop: async () => {
      await stack.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

const deadlineMs = 60_000;
const pollMs = 50;

/** Resolves when a service tells something among its metrics. */
async function told(stack: Stack, service: string, metric: string): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  while (!(await (await fetch(`${stack.url(service, 'management')}/metrics`)).text()).includes(metric)) {
    if (Date.now() > deadline) throw new Error(`${service} did not come to tell ${metric}`);
    await delay(pollMs);
  }
}
