/** What can be broken of the system that "npm start" runs when it was started without `--faults`. */
import { CommandFailure } from '@wellspring/command';
import { Backoffice } from './backoffice.ts';
import type { Stage } from './fault.ts';

export class LocalStage implements Stage {
  private readonly backoffice: Backoffice;

  constructor(backoffice: string) {
    this.backoffice = new Backoffice(backoffice);
  }

  get databaseOwners(): never {
    return notHere();
  }

  backgroundSystem(target: string, fault: object, forMs: number): Promise<void> {
    return this.backoffice.break(target, fault, forMs);
  }

  healBackgroundSystems(): Promise<void> {
    return this.backoffice.heal();
  }

  readonly edge = notHere;
  readonly disconnect = notHere;
  readonly sabotage = notHere;
  readonly signal = notHere;
  readonly restart = notHere;
  readonly start = notHere;
  readonly sql = notHere;
  readonly takeConnections = notHere;
  readonly giveConnectionsBack = notHere;
}

function notHere(): never {
  throw new CommandFailure('Only the background systems can be broken here. For all else: npm start -- --faults');
}
