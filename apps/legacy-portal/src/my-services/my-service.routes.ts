import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { BackofficeRefusal } from '../backoffice/backoffice.ts';
import { type Service, serviceActions } from '../backoffice/records.ts';
import type { Text } from '../language/et.ts';
import { formExpired, notFound } from '../pages/failure.ts';
import { customerPage, type Page, type Portal } from '../pages/page.ts';
import type { SignedIn } from '../session/sign-in-state.ts';
import type { LineNames } from './line-names.ts';
import { serviceListPage } from './service-list.page.ts';
import { servicePage } from './service.page.ts';

const params = z.object({ no: z.string().max(100) });
const orderForm = z.object({
  token: z.string().optional(),
  externalRef: z.string().regex(/^LP-[0-9a-f-]{36}-[a-z_]{1,20}$/),
  action: z.enum(serviceActions),
});
const nameForm = z.object({ token: z.string().optional(), name: z.string().trim().max(40) });

export function myServicePages(app: FastifyInstance, portal: Portal, names: LineNames): void {
  const { backoffice, forms } = portal;

  /** Undefined also when it is somebody else's: a customer cannot tell which numbers exist. */
  const ownService = async (no: string, customer: SignedIn): Promise<Service | undefined> => {
    const service = await backoffice.service(no);
    return service?.customerNo === customer.customerNo ? service : undefined;
  };

  const pageOf = async (service: Service, customer: SignedIn, message?: Text): Promise<Page> =>
    servicePage({
      service,
      name: (await names.of(customer.customerNo)).get(service.serviceNo) ?? '',
      puk: service.sim ? await backoffice.puk(service.sim.iccid) : undefined,
      // An order's reference is made with the form: the same form sent twice is the same order.
      form: { token: forms.make(customer.formSubject), externalRef: `LP-${randomUUID()}` },
      ...(message === undefined ? {} : { message }),
    });

  customerPage(app, portal, 'GET', '/services', async (_request, { customerNo }) =>
    serviceListPage(await backoffice.servicesOf(customerNo), await names.of(customerNo)),
  );

  customerPage(app, portal, 'GET', '/services/:no', async (request, customer) => {
    const service = await ownService(params.parse(request.params).no, customer);
    return service ? pageOf(service, customer) : notFound();
  });

  customerPage(app, portal, 'POST', '/services/:no/orders', async (request, customer) => {
    const { token, externalRef, action } = orderForm.parse(request.body);
    if (!forms.check(customer.formSubject, token)) return formExpired();
    const service = await ownService(params.parse(request.params).no, customer);
    if (!service) return notFound();
    try {
      await backoffice.order({ externalRef, serviceNo: service.serviceNo, action });
    } catch (error) {
      if (!(error instanceof BackofficeRefusal)) throw error;
      return pageOf(service, customer, 'This cannot be done for this service.');
    }
    return pageOf(service, customer, 'We have received your order. It is carried out within a day.');
  });

  customerPage(app, portal, 'POST', '/services/:no/name', async (request, customer) => {
    const { token, name } = nameForm.parse(request.body);
    if (!forms.check(customer.formSubject, token)) return formExpired();
    const service = await ownService(params.parse(request.params).no, customer);
    if (!service) return notFound();
    await names.set(customer.customerNo, service.serviceNo, name);
    return { redirectTo: '/services' };
  });
}
