import { Controller, Get, Param } from '@nestjs/common';
import { CurrentCustomer, type Customer } from '@wellspring/auth';
import { PaymentProvider } from '../payment-provider/payment-provider.ts';
import { paymentMethodOf, paymentMethodPath, type PaymentMethodDocument } from './payment-method.document.ts';
import { PaymentMethodNotFoundError } from './payment-method.errors.ts';

/** The customer's cards, asked of the payment provider each time: nothing about a card is kept here. */
@Controller(paymentMethodPath)
export class PaymentMethodController {
  constructor(private readonly provider: PaymentProvider) {}

  @Get()
  async list(@CurrentCustomer() customer: Customer): Promise<PaymentMethodDocument[]> {
    const instruments = await this.provider.instruments(customer.id);
    return instruments.map((instrument) => paymentMethodOf(instrument, customer.id));
  }

  @Get(':id')
  async one(@CurrentCustomer() customer: Customer, @Param('id') id: string): Promise<PaymentMethodDocument> {
    const found = (await this.list(customer)).find((method) => method.id === id);
    if (found === undefined) throw new PaymentMethodNotFoundError();
    return found;
  }
}
