import { DependencyError, type HttpClient, type HttpMethod } from '@wellspring/platform';
import { z } from 'zod';
import { SystemUnavailableError } from './operations.errors.ts';
import type { SystemName } from './systems.ts';

export const operationsPath = '/operations/v1';

/** What a system answered, to be passed on as it is. */
export interface OperationsAnswer {
  status: number;
  body: unknown;
}

interface Question {
  operation: string;
  method: HttpMethod;
  path: string;
  body?: unknown;
  idempotent?: boolean;
  headers?: Record<string, string>;
}

/** The operations API of one system, asked in the operator's name. */
export class OperationsApi {
  constructor(
    private readonly system: SystemName,
    private readonly client: HttpClient,
  ) {}

  read(path: string, accessToken: string): Promise<OperationsAnswer> {
    return this.ask({
      operation: 'read-operations',
      method: 'GET',
      path: operationsPath + path,
      headers: bearer(accessToken),
    });
  }

  /** Never repeated by itself: a decision that was answered late may have been made. */
  decide(path: string, body: unknown, accessToken: string): Promise<OperationsAnswer> {
    return this.ask({
      operation: 'decide',
      method: 'POST',
      path: operationsPath + path,
      body,
      idempotent: false,
      headers: bearer(accessToken),
    });
  }

  /** What the system says of its own health: that it is not ready (503) is an answer like any other. */
  async health(): Promise<OperationsAnswer> {
    const { body } = await this.ask({ operation: 'read-health', method: 'GET', path: '/health/ready' });
    return { status: 200, body };
  }

  /** Refusals are answers, too: the operator has to see them. @throws SystemUnavailableError */
  private async ask(question: Question): Promise<OperationsAnswer> {
    try {
      const { status, body } = await this.client.request({ ...question, schema: z.unknown() });
      return { status, body };
    } catch (error) {
      if (!(error instanceof DependencyError)) throw error;
      const { status, body } = error;
      if (status !== undefined && typeof body === 'object' && body !== null) return { status, body };
      throw new SystemUnavailableError(this.system, error);
    }
  }
}

function bearer(accessToken: string): Record<string, string> {
  return { authorization: `Bearer ${accessToken}` };
}
