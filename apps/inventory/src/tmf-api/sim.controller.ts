import { Controller, Get, Param } from '@nestjs/common';
import { CurrentCustomer, type Customer } from '@wellspring/auth';
import type { ActivationCodeDocument, PukDocument } from '@wellspring/contract-inventory';
import { InjectReadModel } from '@wellspring/read-model';
import { ResourceNotFoundError } from '@wellspring/tmf';
import { ProductHasNoSimError } from '../product/product.errors.ts';
import { productResource } from '../product/product.resource.ts';
import type { Sim } from '../product/product.ts';
import { type ProductCopy, productCopy } from '../product-copy/product-copy.ts';
import { ProductStore } from '../product-copy/product-store.ts';
import { Provisioning } from '../provisioning/provisioning.ts';

/**
 * The secrets of a SIM: asked of provisioning each time and passed on, neither stored nor logged. Like every answer they may
 * not be kept by a cache.
 */
@Controller(productResource.path)
export class SimController {
  constructor(
    @InjectReadModel(productCopy) private readonly copy: ProductCopy,
    private readonly products: ProductStore,
    private readonly provisioning: Provisioning,
  ) {}

  @Get(':id/puk')
  async puk(@CurrentCustomer() customer: Customer, @Param('id') id: string): Promise<PukDocument> {
    const sim = await this.simOf(customer, id);
    return { puk: await this.provisioning.puk(sim.number) };
  }

  @Get(':id/activationCode')
  async activationCode(
    @CurrentCustomer() customer: Customer,
    @Param('id') id: string,
  ): Promise<ActivationCodeDocument> {
    const sim = await this.simOf(customer, id);
    if (sim.kind !== 'esim') throw new ProductHasNoSimError('eSIM');
    return { activationCode: await this.provisioning.activationCode(sim.number) };
  }

  private async simOf(customer: Customer, id: string): Promise<Sim> {
    await this.copy.refreshIfOld(customer.id);
    const product = await this.products.find(id, customer.id);
    if (!product) throw new ResourceNotFoundError(productResource);
    if (!product.sim) throw new ProductHasNoSimError();
    return product.sim;
  }
}
