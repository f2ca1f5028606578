import type { Characteristic, ProductDocument } from '@wellspring/contract-inventory';
import { type EntityRef, hrefOf, toMoney } from '@wellspring/tmf';
import { resourcePaths } from '../resource-paths.ts';
import type { Product } from './product.ts';

/** A calendar day as TMF wants it: the instant it begins in UTC. */
export const startOfDay = (day: string): string => `${day}T00:00:00.000Z`;

/** The product as TMF637 shows it. Made when it is stored, so that reading it is passing text on. */
export function productDocumentOf(product: Product, ownName: string | undefined): ProductDocument {
  const { id, kind, state, offering, startedOn, endedOn, contract, partOf, sim, customerId } = product;
  const reference = (productId: string): EntityRef => ({
    id: productId,
    href: hrefOf({ path: resourcePaths.product }, productId),
    '@referredType': 'Product',
  });
  return {
    id,
    href: hrefOf({ path: resourcePaths.product }, id),
    name: ownName ?? offering,
    description: offering,
    kind,
    status: state,
    startDate: startOfDay(startedOn),
    ...(endedOn === null ? {} : { terminationDate: startOfDay(endedOn) }),
    isCustomerVisible: true,
    ...(sim ? { productSerialNumber: sim.number } : {}),
    productCharacteristic: characteristicsOf(product),
    productOffering: { id: offering, name: offering, '@referredType': 'ProductOffering' },
    productPrice: pricesOf(product),
    productRelationship: partOf === null ? [] : [{ relationshipType: 'reliesOn', product: reference(partOf) }],
    productTerm: [
      {
        name: contract.kind,
        noticePeriod: { amount: contract.noticeDays, units: 'day' },
        validFor: contract.endsOn === null ? {} : { endDateTime: startOfDay(contract.endsOn) },
      },
    ],
    relatedParty: [{ id: customerId, role: 'customer', '@referredType': 'Customer' }],
    '@type': 'Product',
  };
}

function characteristicsOf({ phoneNumber, roaming, sim, instalments, currency }: Product): Characteristic[] {
  const values: Record<string, string | number | null | undefined> = {
    phoneNumber,
    roaming,
    simNumber: sim?.number,
    simKind: sim?.kind,
    deviceModel: instalments?.model,
    instalmentsPaid: instalments?.paid,
    instalmentsTotal: instalments?.total,
    instalmentAmount: instalments && toMoney(instalments.monthlyMinor, currency).value,
    paidOffOn: instalments?.paidOffOn,
    financedBy: instalments?.financedBy,
  };
  return Object.entries(values).flatMap(([name, value]): Characteristic[] => {
    if (value === null || value === undefined) return [];
    return [{ name, value: String(value), valueType: typeof value === 'number' ? 'number' : 'string' }];
  });
}

/** Instalments are paid to somebody else, so they are no price of ours. */
function pricesOf({ monthlyMinor, currency, instalments }: Product): ProductDocument['productPrice'] {
  if (instalments) return [];
  const price = { taxIncludedAmount: toMoney(monthlyMinor, currency) };
  return [{ priceType: 'recurring', recurringChargePeriod: 'month', price }];
}
