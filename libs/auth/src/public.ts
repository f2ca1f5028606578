import { type CustomDecorator, SetMetadata } from '@nestjs/common';

export const publicRouteKey = Symbol('public');

/** Lets a route, or all of a controller, be called without a customer token. Without it a route needs one. */
export const Public = (): CustomDecorator<symbol> => SetMetadata(publicRouteKey, true);
