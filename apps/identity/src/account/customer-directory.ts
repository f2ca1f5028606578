import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.ts';
import { CrmSettings } from '../config.ts';
import { CrmClient } from '../crm/crm.client.ts';
import type { CrmCustomer } from '../crm/crm.schema.ts';
import { PasswordHasher } from '../password/password-hasher.ts';
import type { Account, Verification } from './account.ts';
import type { CustomerAccount } from './customer-account.entity.ts';
import { CustomerAccounts } from './customer-accounts.ts';

/**
 * Customers, who have their passwords in the CRM. A password the CRM has confirmed is kept here as a hash; from then
 * on the customer can sign in while the CRM is away, and the CRM is asked only when the hash does not fit (the
 * password may have been changed on the old side) or was confirmed long ago (it may have been withdrawn there).
 */
@Injectable()
export class CustomerDirectory {
  constructor(
    private readonly settings: CrmSettings,
    private readonly accounts: CustomerAccounts,
    private readonly crm: CrmClient,
    private readonly hasher: PasswordHasher,
    private readonly clock: Clock,
  ) {}

  async find(accountId: string): Promise<Account | undefined> {
    const account = await this.accounts.byId(accountId);
    if (account === null || account.closedAt !== null) return undefined;
    const { id, email, name, locale, segment } = account;
    return { id, kind: 'customers', claims: { sub: id, email, name, locale, segment } };
  }

  async verify(email: string, password: string): Promise<Verification> {
    const account = await this.accounts.byLogin(email.toLowerCase());
    const matches = await this.hasher.matches(password, account?.passwordHash ?? undefined);
    if (account?.closedAt != null) return { outcome: 'refused' };
    const known = account !== null && matches ? account : undefined;
    if (known !== undefined && this.isFresh(known)) return { outcome: 'verified', accountId: known.id };

    const answer = await this.crm.verify(email, password);
    switch (answer.outcome) {
      case 'verified':
        await this.keep(email, answer.customer, known?.passwordHash ?? (await this.hasher.hash(password)));
        return { outcome: 'verified', accountId: answer.customer.customerNo };
      case 'refused':
        if (known !== undefined) await this.accounts.forgetPassword(known.id);
        return answer;
      case 'unavailable':
        return known === undefined ? answer : { outcome: 'verified', accountId: known.id };
    }
  }

  private isFresh(account: CustomerAccount): boolean {
    return this.clock.now() - account.passwordConfirmedAt.getTime() < this.settings.credentialRecheckAfterMs;
  }

  private keep(email: string, customer: CrmCustomer, passwordHash: string): Promise<void> {
    return this.accounts.keep({
      id: customer.customerNo,
      login: email.toLowerCase(),
      email: customer.email,
      name: `${customer.firstName} ${customer.lastName}`.trim(),
      locale: customer.language,
      segment: customer.segment,
      passwordHash,
      passwordConfirmedAt: new Date(this.clock.now()),
      closedAt: null,
    });
  }
}
