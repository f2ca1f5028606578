import { Inject, Injectable } from '@nestjs/common';
import { CustomerTokens } from '../bridge/customer-tokens.ts';
import { ShadowRequester } from '../bridge/upstream-requester.ts';
import { migrationToken, type CapabilityRoute, type Migration, type Shadow } from '../migration/migration.ts';
import type { ResponseCopy } from '../proxy/relay-plan.ts';
import type { Identity, Session } from '../session/session.ts';
import { CallerRecognition } from './caller-recognition.ts';
import type { RecognisedRequest } from './edge-request.ts';

interface CopyRequest {
  match: CapabilityRoute;
  asked: RecognisedRequest;
  traceparent: string;
}

/** Hands finished exchanges of the old side to the shadow. */
@Injectable()
export class ShadowCopies {
  constructor(
    private readonly requester: ShadowRequester,
    private readonly tokens: CustomerTokens,
    private readonly callers: CallerRecognition,
    @Inject(migrationToken) private readonly migration: Migration,
  ) {}

  /** @returns undefined when the shadow does not want this exchange. */
  of({ match, asked, traceparent }: CopyRequest): ResponseCopy | undefined {
    const { shadow } = this.migration;
    const { method } = asked.request;
    const { legacy } = match;
    const target = asked.target.pathAndQuery;
    if ((method !== 'GET' && method !== 'HEAD') || legacy === undefined) return undefined;
    if (!shadow.wants(match.capability, method, match.route, target)) return undefined;
    return new HeldCopy(shadow, match.capability, ({ head, durationMs, node }, body) => {
      void this.whose(asked).then((session) => {
        if (session !== undefined) this.requester.remember(session);
        shadow.offer({
          capability: match.capability,
          route: match.route,
          method,
          target,
          legacy,
          ...(node !== undefined && { legacyNode: node }),
          ...(match.new !== undefined && { new: match.new }),
          visitor: session === undefined ? asked.caller.visitor : { customerId: session.customerId },
          legacyCookies: asked.caller.cookies.held.get(legacy) ?? '',
          requestHeaders: ordinaryHeaders(asked.facts.passed),
          ...(session !== undefined && {
            authorizationFor: (service: string) => `Bearer ${this.tokens.forService(session, service)}`,
          }),
          traceparent,
          response: { status: head.status, headers: record(head.headers), body, durationMs },
        });
      });
    });
  }

  /** Asked after the customer has been answered: the old page was whoever's the old portal says. Never rejects. */
  private async whose(asked: RecognisedRequest): Promise<Session | undefined> {
    const { caller } = asked;
    if (!caller.unproven) return caller.session;
    const found = await this.callers.look(asked).catch(() => undefined);
    return found === undefined || 'id' in found ? found : passing(found);
  }
}

/** A session for as long as a comparison takes. */
function passing(identity: Identity): Session {
  const id = `shadow ${identity.customerId}`;
  const times = { startedAt: 0, issuedAt: 0, expiresAt: 0 };
  return { ...identity, ...times, id, providerSession: undefined, openedFrom: undefined };
}

/** Keeps no more of a response than the shadow has room for, among all that are arriving. */
class HeldCopy implements ResponseCopy {
  private bytes = 0;

  constructor(
    private readonly shadow: Shadow,
    private readonly capability: string,
    readonly done: ResponseCopy['done'],
  ) {}

  take(bytes: number): boolean {
    if (this.bytes + bytes <= this.shadow.maxBodyBytes && this.shadow.take(this.capability, bytes)) {
      this.bytes += bytes;
      return true;
    }
    if (this.bytes + bytes > this.shadow.maxBodyBytes) this.shadow.missed(this.capability, 'too_long');
    this.release();
    return false;
  }

  giveUp(): void {
    this.shadow.missed(this.capability, 'cut_off');
    this.release();
  }

  private release(): void {
    this.shadow.giveBack(this.bytes);
    this.bytes = 0;
  }
}

function ordinaryHeaders(lines: string): Record<string, string> {
  return record(
    lines
      .split('\r\n')
      .filter((line) => line !== '')
      .flatMap((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
}

function record(headers: readonly string[]): Record<string, string> {
  const byName: Record<string, string> = {};
  for (let i = 0; i < headers.length; i += 2) byName[headers[i]?.toLowerCase() ?? ''] = headers[i + 1] ?? '';
  return byName;
}
