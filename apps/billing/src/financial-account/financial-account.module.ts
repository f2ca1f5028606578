import { Module } from '@nestjs/common';
import { FinancialAccounts } from './financial-accounts.ts';
import { OpenAmounts } from './open-amounts.ts';

@Module({ providers: [OpenAmounts, FinancialAccounts], exports: [FinancialAccounts] })
export class FinancialAccountModule {}
