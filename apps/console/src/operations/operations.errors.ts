import { DomainError } from '@wellspring/platform';
import type { SystemName } from './systems.ts';

export class UnknownOperationError extends DomainError {
  constructor() {
    super({ code: 'CONSOLE.UNKNOWN_OPERATION', message: 'There is no such operation', status: 404 });
  }
}

const unavailable: Record<SystemName, { code: string; message: string; meanwhile: string }> = {
  gateway: {
    code: 'CONSOLE.GATEWAY_UNAVAILABLE',
    message: 'The gateway does not answer',
    meanwhile: 'Customers are served by the decisions last in force.',
  },
  billing: {
    code: 'CONSOLE.BILLING_UNAVAILABLE',
    message: 'Billing does not answer',
    meanwhile: 'No payment is lost: what is under way goes on when it is back.',
  },
  inventory: {
    code: 'CONSOLE.INVENTORY_UNAVAILABLE',
    message: 'Inventory does not answer',
    meanwhile: 'No change is lost: what is under way goes on when it is back.',
  },
  usage: {
    code: 'CONSOLE.USAGE_UNAVAILABLE',
    message: 'Usage does not answer',
    meanwhile: 'No change of a limit is lost: what is under way goes on when it is back.',
  },
  pinpoint: {
    code: 'CONSOLE.PINPOINT_UNAVAILABLE',
    message: 'Pinpoint does not answer',
    meanwhile: 'Customers are served as before; Grafana’s rules go on.',
  },
};

export class SystemUnavailableError extends DomainError {
  constructor(system: SystemName, cause: unknown) {
    const { code, message, meanwhile } = unavailable[system];
    super({
      code,
      message,
      status: 503,
      reason: `${message} on its operations API. ${meanwhile}`,
      headers: { 'retry-after': '1' },
      cause,
    });
  }
}
