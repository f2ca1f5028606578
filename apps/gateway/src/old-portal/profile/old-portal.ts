import type { Stickiness } from '../../upstream/stickiness.ts';
import type { FormField } from './bridge.schema.ts';
import type { OldPortalDeclaration } from './old-portals.schema.ts';
import { type Secrets, secretsOf } from './secrets.ts';

/** What one old portal is like: its declaration, with everything that is left out filled in. */
export interface OldPortal extends Omit<OldPortalDeclaration, 'stickiness' | 'path' | 'session' | 'bridge'> {
  /** As routes call it. */
  readonly name: string;
  readonly stickiness: Stickiness;
  /** Base paths: `/` or without a slash at the end. */
  readonly path: { readonly public: string; readonly here: string };
  readonly session: OldSession | undefined;
  readonly bridge: Bridge;
  /** What it refers to as `$NAME`: not to be seen in any log. */
  readonly secrets: readonly string[];
}

export type OldSession = NonNullable<OldPortalDeclaration['session']>;

export type WhoIs = NonNullable<OldSession['whoIs']>;

export type Bridge =
  | { readonly mode: 'off' }
  | { readonly mode: 'header'; readonly header: { readonly name: string; readonly audience: string } }
  | { readonly mode: 'form'; readonly form: DelegatedSignIn };

export interface DelegatedSignIn {
  /** Path with query, as the browser would see it if it were not denied to it. */
  readonly at: string;
  readonly deniedToBrowsers: boolean;
  /** Where it is reached, unless that is where the portal is. */
  readonly listener: URL | undefined;
  readonly fields: Readonly<Record<string, FilledField>>;
}

/** With the secrets it refers to in their place. */
export type FilledField = Exclude<FormField, { from: 'environment' }>;

/** @param secrets must know every variable the declaration refers to */
export function oldPortal(name: string, declared: OldPortalDeclaration, secrets: Secrets): OldPortal {
  const { session } = declared;
  const [first] = declared.addresses;
  return {
    ...declared,
    name,
    session,
    stickiness: declared.stickiness ?? (session === undefined ? 'none' : { cookie: session.cookies }),
    path: { public: declared.path.public, here: declared.path.here ?? withoutSlash(first?.pathname ?? '/') },
    bridge: bridge(name, declared.bridge, secrets),
    secrets: secretsOf(declared, secrets),
  };
}

function bridge(name: string, { mode, header, form }: OldPortalDeclaration['bridge'], secrets: Secrets): Bridge {
  switch (mode) {
    case 'off':
      return { mode };
    case 'header':
      return { mode, header: { name: header.name, audience: header.audience ?? name } };
    case 'form': {
      if (form === undefined) throw new Error(`${name} has no form`);
      const fields = Object.entries(form.fields).map(([field, value]) => [field, filled(value, secrets)] as const);
      const { at, deniedToBrowsers, listener } = form;
      return { mode, form: { at, deniedToBrowsers, listener, fields: Object.fromEntries(fields) } };
    }
    default:
      return mode satisfies never;
  }
}

function filled(field: FormField, secrets: Secrets): FilledField {
  return field.from === 'environment' ? { from: 'text', text: secrets[field.variable] ?? '' } : field;
}

function withoutSlash(path: string): string {
  return path === '/' ? path : path.replace(/\/$/, '');
}
