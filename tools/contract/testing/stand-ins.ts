/** The stand-ins themselves: copies of them here could have other manners. */
/* eslint-disable @nx/enforce-module-boundaries */
export { password, startBackoffice } from '../../../apps/backoffice/test/backoffice.ts';
export { BillingEngineFake } from '../../../apps/billing/test/fakes/billing-engine.fake.ts';
export { invoice } from '../../../apps/billing/test/fakes/invoices.ts';
export { manners } from '../../../apps/billing/test/fakes/manners.ts';
/* eslint-enable @nx/enforce-module-boundaries */
