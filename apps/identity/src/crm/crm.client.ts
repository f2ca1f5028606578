import { Injectable } from '@nestjs/common';
import { DependencyError, type HttpClient, InjectHttpClient, Logger } from '@wellspring/platform';
import { type CrmChange, crmChangesSchema, type CrmCustomer, crmCustomerSchema } from './crm.schema.ts';

export type CrmVerification =
  { outcome: 'verified'; customer: CrmCustomer } | { outcome: 'refused' } | { outcome: 'unavailable' };

/** The CRM, which knows the passwords of customers not seen before. */
@Injectable()
export class CrmClient {
  constructor(
    @InjectHttpClient('crm') private readonly client: HttpClient,
    private readonly logger: Logger,
  ) {}

  /** The customers that changed after this change number, in order; none when there is nothing new. @throws DependencyError */
  async changesAfter(changeSeq: number): Promise<CrmChange[]> {
    const { body } = await this.client.request({
      operation: 'list-changes',
      method: 'GET',
      path: `/customers?changedAfter=${changeSeq}`,
      schema: crmChangesSchema,
    });
    return body.items;
  }

  /** Only the CRM's own "no" is a refusal; whatever else goes wrong says nothing about the password. */
  async verify(login: string, password: string): Promise<CrmVerification> {
    try {
      const { body } = await this.client.request({
        operation: 'verify-credentials',
        method: 'POST',
        path: '/credentials/verify',
        body: { login, password },
        schema: crmCustomerSchema,
        // Asking twice changes nothing on the other side.
        idempotent: true,
      });
      return { outcome: 'verified', customer: body };
    } catch (error) {
      if (!(error instanceof DependencyError)) throw error;
      if (error.status === 401) return { outcome: 'refused' };
      this.logger.warn('The CRM could not check a password', { outcome: error.outcome });
      return { outcome: 'unavailable' };
    }
  }
}
