import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import type { Faults } from '../faults/faults.ts';
import type { Operation } from '../faults/operations.ts';
import type { Log } from '../log.ts';
import { carryOutOrders, type OrderDelays } from './service-order.ts';

const carryOutOperation: Operation = 'provisioning.carry-out';

/** Carries out accepted orders when their time has come, for as long as the server runs; a fault holds them up. */
export function carryOutOrdersOnTime(
  app: FastifyInstance,
  { pool, faults, log, ...delays }: { pool: Pool; faults: Faults; log: Log } & OrderDelays,
): void {
  let running: Promise<void> | undefined;
  const look = async (): Promise<void> => {
    const active = faults.list();
    if (carryOutOperation in active || 'provisioning.*' in active) return;
    await carryOutOrders(pool, delays);
  };
  const timer = setInterval(
    () => {
      running ??= look()
        .catch((error: unknown) => {
          log('warn', 'orders could not be carried out', { error });
        })
        .finally(() => (running = undefined));
    },
    Math.min(1_000, Math.max(50, delays.delayMs / 4)),
  );
  app.addHook('onClose', async () => {
    clearInterval(timer);
    await running;
  });
}
