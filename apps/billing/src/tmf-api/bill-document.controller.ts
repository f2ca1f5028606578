import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { CurrentCustomer, type Customer } from '@wellspring/auth';
import { cookieValue } from '@wellspring/auth/cookies';
import { languageCookie, negotiateLanguage } from '@wellspring/platform';
import { InjectReadModel } from '@wellspring/read-model';
import { ResourceNotFoundError } from '@wellspring/tmf';
import type { FastifyReply } from 'fastify';
import { customerBill } from '../bill/bill.resource.ts';
import { BillStore } from '../bill-copy/bill-store.ts';
import { type BillCopy, billCopy } from '../bill-copy/bill-copy.ts';
import { billLanguages } from '../bill-document/bill-texts.ts';
import { Seller } from '../bill-document/seller.ts';

/** The attachment `billDocument` of a bill points to. */
@Controller(customerBill.path)
export class BillDocumentController {
  constructor(
    @InjectReadModel(billCopy) private readonly copy: BillCopy,
    private readonly bills: BillStore,
    private readonly seller: Seller,
  ) {}

  @Get(':id/document')
  async document(
    @CurrentCustomer() customer: Customer,
    @Param('id') id: string,
    @Query('lang') chosen: unknown,
    @Headers('cookie') cookies: string | undefined,
    @Headers('accept-language') acceptLanguage: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const age = await this.copy.refreshIfOld(customer.id);
    const bill = await this.bills.find(id, customer.id);
    if (!bill) throw new ResourceNotFoundError(customerBill);
    // What draws it weighs more than the rest of the service, and most replicas are asked for bills, not for PDFs.
    const { billPdf } = await import('../bill-document/bill-pdf.ts');
    const remembered = cookieValue(cookies ?? '', languageCookie);
    const language = negotiateLanguage(billLanguages, {
      chosen: [chosen, remembered, customer.locale],
      acceptLanguage,
    });
    const pdf = await billPdf({ bill, customer, seller: this.seller, language });
    reply.header('age', age);
    reply.header('content-language', language);
    reply.header('content-type', 'application/pdf');
    reply.header('content-disposition', `inline; filename="${bill.id}.pdf"`);
    return pdf;
  }
}
