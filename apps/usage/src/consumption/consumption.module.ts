import { Module } from '@nestjs/common';
import { AccountCopyModule } from '../account-copy/account-copy.module.ts';
import { Consumptions } from './consumptions.ts';

@Module({ imports: [AccountCopyModule], providers: [Consumptions], exports: [Consumptions] })
export class ConsumptionModule {}
