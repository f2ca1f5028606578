import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { isOperation, type Operation, operations, systemOf } from './operations.ts';

export const faultSchema = z.strictObject({
  mode: z.enum(['hang', 'latency', 'error', 'garbage', 'reset']),
  latencyMs: z.number().int().min(0).max(600_000).default(1_000),
  status: z.number().int().min(400).max(599).default(500),
  /** Which part of the calls is hit. */
  share: z.number().positive().max(1).default(1),
  /** `after`: the work is done and only its answer suffers, the case a payment must survive. */
  phase: z.enum(['before', 'after']).default('before'),
  /** How long it lasts; without it until it is cleared. It ends by itself, whoever set it may be gone by then. */
  forMs: z.number().int().min(1).max(86_400_000).optional(),
});
export type Fault = z.infer<typeof faultSchema>;

/** What is left to answer after a fault had its say. */
export type Outcome = { kind: 'proceed' } | { kind: 'gone' } | { kind: 'answer'; status: number; body: string };

export class Faults {
  private readonly active = new Map<string, { fault: Fault; calls: number; healing: NodeJS.Timeout | undefined }>();
  private readonly heldSockets = new Set<Socket>();

  set(target: string, fault: Fault): void {
    this.clear(target);
    const { forMs } = fault;
    const heal = (): void => {
      this.active.delete(target);
    };
    const healing = forMs === undefined ? undefined : setTimeout(heal, forMs).unref();
    this.active.set(target, { fault, calls: 0, healing });
  }

  /** Clears one target, or all. Calls already hanging stay so, as in life. */
  clear(target?: string): void {
    for (const each of target === undefined ? [...this.active.keys()] : [target]) {
      clearTimeout(this.active.get(each)?.healing);
      this.active.delete(each);
    }
  }

  /** How many calls hang at this moment. */
  get held(): number {
    return this.heldSockets.size;
  }

  list(): Record<string, Fault> {
    return Object.fromEntries([...this.active].map(([target, { fault }]) => [target, fault]));
  }

  async strike(operation: Operation, phase: Fault['phase'], socket: Socket): Promise<Outcome> {
    const fault = this.choose(operation, phase);
    if (!fault) return { kind: 'proceed' };
    switch (fault.mode) {
      case 'latency':
        await sleep(fault.latencyMs, undefined, { ref: false });
        return { kind: 'proceed' };
      case 'hang':
        await this.hold(socket);
        return { kind: 'gone' };
      case 'reset':
        socket.resetAndDestroy();
        return { kind: 'gone' };
      case 'error':
        return { kind: 'answer', status: fault.status, body: JSON.stringify({ error: 'INTERNAL' }) };
      case 'garbage':
        return { kind: 'answer', status: 200, body: '{"items":[{"invoiceNo":"INV-2\u0000\ufffd<html>ORA-00600' };
    }
  }

  /** Lets go of the callers kept hanging, so that the process can stop. */
  release(): void {
    for (const socket of this.heldSockets) socket.destroy();
  }

  /** Exactly the given share of the calls, spread evenly: a test can count on it. */
  private choose(operation: Operation, phase: Fault['phase']): Fault | undefined {
    const entry = this.active.get(operation) ?? this.active.get(`${systemOf(operation)}.*`);
    if (entry?.fault.phase !== phase) return undefined;
    const before = Math.floor(entry.calls * entry.fault.share);
    entry.calls += 1;
    return Math.floor(entry.calls * entry.fault.share) > before ? entry.fault : undefined;
  }

  private async hold(socket: Socket): Promise<void> {
    if (socket.destroyed) return;
    this.heldSockets.add(socket);
    await new Promise<void>((resolve) => {
      socket.once('close', () => {
        resolve();
      });
    });
    this.heldSockets.delete(socket);
  }
}

export function isFaultTarget(target: string): boolean {
  return isOperation(target) || operations.some((operation) => target === `${systemOf(operation)}.*`);
}
