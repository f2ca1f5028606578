import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Customer } from './customer.ts';

/** Where a request keeps whose it is: a property, since a WeakMap of every request costs the garbage collector dearly. */
const customerKey = Symbol('customer');

interface CustomersRequest {
  [customerKey]?: Customer;
}

/** Notes whose request this is. Only the guard does, after the token was verified. */
export function setCustomer(request: object, customer: Customer): void {
  (request as CustomersRequest)[customerKey] = customer;
}

/** The customer of a request. @throws Error on a public route, which has none: that is a mistake in the code */
export function customerOf(request: CustomersRequest): Customer {
  const customer = request[customerKey];
  if (customer === undefined) throw new Error('A public route has no customer');
  return customer;
}

/** Parameter of a controller's method: the {@link Customer} the request is for. */
export const CurrentCustomer = createParamDecorator((_data: unknown, context: ExecutionContext): Customer =>
  customerOf(context.switchToHttp().getRequest<object>()),
);
