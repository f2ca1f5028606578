import { Injectable } from '@nestjs/common';
import { DependencyError, type HttpClient, InjectHttpClient } from '@wellspring/platform';
import { z } from 'zod';
import { GatewayUnavailableError } from './operations.errors.ts';

export const operationsPath = '/operations/v1';

/** What the gateway answered, to be passed on as it is. */
export interface OperationsAnswer {
  status: number;
  body: unknown;
}

/** The gateway's operations API, asked in the operator's name. */
@Injectable()
export class OperationsApi {
  constructor(@InjectHttpClient('gateway') private readonly client: HttpClient) {}

  read(path: string, accessToken: string): Promise<OperationsAnswer> {
    return this.ask({ operation: 'read-operations', method: 'GET', path }, accessToken);
  }

  /** Never repeated by itself: a decision that was answered late may have been made. */
  decide(path: string, body: unknown, accessToken: string): Promise<OperationsAnswer> {
    return this.ask({ operation: 'decide', method: 'POST', path, body, idempotent: false }, accessToken);
  }

  /** Refusals are answers, too: the operator has to see them. @throws GatewayUnavailableError */
  private async ask(
    request: { operation: string; method: 'GET' | 'POST'; path: string; body?: unknown; idempotent?: boolean },
    accessToken: string,
  ): Promise<OperationsAnswer> {
    try {
      const { status, body } = await this.client.request({
        ...request,
        path: operationsPath + request.path,
        headers: { authorization: `Bearer ${accessToken}` },
        schema: z.unknown(),
      });
      return { status, body };
    } catch (error) {
      if (!(error instanceof DependencyError)) throw error;
      const { status, body } = error;
      if (status !== undefined && typeof body === 'object' && body !== null) return { status, body };
      throw new GatewayUnavailableError(error);
    }
  }
}
