import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ForbiddenError } from './auth.errors.ts';
import type { Caller, Customer } from './caller.ts';

/** Where a request keeps whose it is: a property, since a WeakMap of every request costs the garbage collector dearly. */
const callerKey = Symbol('caller');

interface CallersRequest {
  [callerKey]?: Caller;
}

/** Notes whose request this is. Only the guard does, after the token was verified. */
export function setCaller(request: object, caller: Caller): void {
  (request as CallersRequest)[callerKey] = caller;
}

/** Who a request is from. @throws Error on a public route, where nobody has to say: that is a mistake in the code */
export function callerOf(request: CallersRequest): Caller {
  const caller = request[callerKey];
  if (caller === undefined) throw new Error('A public route has no caller');
  return caller;
}

/** The customer of a request. @throws ForbiddenError (403) when a machine asks: a route takes none unless it says so */
export function customerOf(request: CallersRequest): Customer {
  const caller = callerOf(request);
  if (caller.kind !== 'customer') throw new ForbiddenError();
  return caller;
}

/** Parameter of a controller's method: the {@link Customer} the request is for. Machines are refused. */
export const CurrentCustomer = createParamDecorator((_data: unknown, context: ExecutionContext): Customer =>
  customerOf(context.switchToHttp().getRequest<object>()),
);

/** Parameter of a method that machines may call, too; it goes by their scopes. */
export const CurrentCaller = createParamDecorator((_data: unknown, context: ExecutionContext): Caller =>
  callerOf(context.switchToHttp().getRequest<object>()),
);
