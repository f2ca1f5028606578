import { Injectable } from '@nestjs/common';
import { cookieValue } from '@wellspring/auth/cookies';
import { Brand, brandStyle, grounds, styleHash } from '@wellspring/brand';
import { languageCookie, negotiateLanguage } from '@wellspring/platform';
import { locales, type Resource } from '@wellspring/web';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { drawPage } from '../../web/server/draw-page.tsx';
import { pageNeeds } from '../../web/server/page-needs.ts';
import { firstAnswerElement, type FirstAnswer } from '../../web/first-answer/first-answer.ts';
import { isHereIn, sessionKey } from '../../web/session/session.ts';
import { FirstData } from '../first-data/first-data.ts';
import { PortalSettings } from '../portal.settings.ts';
import { bridgedSession } from './bridge-session.ts';
import { visitOf } from './last-visit.ts';
import { PageShell } from './page-shell.ts';

type Known = FirstAnswer['known'];

/** Each page with what its customer came for in it: drawn, and as data that its scripts go on from. */
@Injectable()
export class PageAnswers {
  readonly styleHash: string;
  private readonly shell: PageShell;
  private readonly style: string;

  constructor(
    settings: PortalSettings,
    private readonly brand: Brand,
    private readonly firstData: FirstData,
  ) {
    this.shell = new PageShell(settings.webRoot);
    this.style = brandStyle(brand.file);
    this.styleHash = styleHash(this.style);
  }

  async answer(request: FastifyRequest, reply: FastifyReply): Promise<string> {
    const { headers } = request;
    const path = new URL(request.url, 'http://localhost').pathname;
    const { session, changed } = bridgedSession(headers['x-bridge-session']) ?? {};
    // Somebody else is there: what the browser keeps of the one before is none of theirs.
    if (changed === true) reply.header('clear-site-data', '"cache", "storage"');
    const locale = negotiateLanguage(locales, {
      chosen: [cookieValue(headers.cookie ?? '', languageCookie), session?.customer?.locale],
      acceptLanguage: headers['accept-language'],
    });
    const needs = pageNeeds(path, locale, isHereIn(session));
    const { name, supportPhone } = this.brand.file;
    const answer: FirstAnswer = {
      brand: { name, supportPhone },
      locale,
      lastVisit: session?.customer ? this.lastVisit(session.customer.id, request, reply) : undefined,
      known: [
        ...(session ? [{ key: [...sessionKey], data: session }] : []),
        ...(await this.data(needs.resources, headers.authorization)),
      ],
    };
    return this.shell.page({
      locale,
      title: name,
      style: this.style,
      // Those of the header.
      themeColours: { light: grounds.light[0], dark: grounds.dark[0] },
      content: await drawPage(request.url, answer),
      firstAnswer: firstAnswerElement(answer),
      files: needs.files,
    });
  }

  private lastVisit(customerId: string, { headers }: FastifyRequest, reply: FastifyReply): string | undefined {
    const visit = visitOf(customerId, headers.cookie ?? '', headers['x-forwarded-proto'] === 'https');
    reply.header('set-cookie', visit.cookie);
    return visit.before?.toISOString();
  }

  /** What cannot be had in time is left out: the page asks for it. */
  private async data(resources: readonly Resource[], authorization: string | undefined): Promise<Known> {
    if (authorization === undefined) return [];
    const found = await Promise.all(
      resources.map(async (resource) => ({
        key: [...resource.key],
        data: await this.firstData.of(resource, authorization),
      })),
    );
    return found.filter(({ data }) => data !== undefined);
  }
}
