import { Injectable } from '@nestjs/common';
import type { PaymentMethodDocument } from '@wellspring/contract-billing';
import { MadeResources } from '@wellspring/tmf';
import { PaymentProvider } from '../payment-provider/payment-provider.ts';
import { paymentMethodOf } from './payment-method.document.ts';

/** The customer's cards, asked of the payment provider each time: nothing about a card is kept here. */
@Injectable()
export class PaymentMethods extends MadeResources {
  constructor(private readonly provider: PaymentProvider) {
    super();
  }

  protected async of(customerId: string): Promise<PaymentMethodDocument[]> {
    const instruments = await this.provider.instruments(customerId);
    return instruments.map((instrument) => paymentMethodOf(instrument, customerId));
  }
}
