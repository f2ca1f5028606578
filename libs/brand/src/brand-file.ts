/** What an operator puts into `deploy/environments/<env>/brand`: `brand.yaml` and pictures. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contrast } from '@wellspring/web/contrast';
import { parse } from 'yaml';
import { z } from 'zod';
import { grounds, tintOf } from './neutral.ts';

const colour = z.string().regex(/^#[\da-f]{6}$/i, 'must be a colour such as #0b5fff');

/** Text on the surfaces of a page (WCAG 2.2, 1.4.3), and what only marks a control (1.4.11). */
const readable = 4.5;
const visible = 3;

function scheme(name: keyof typeof grounds): z.ZodType<Scheme, Scheme> {
  const colours = z.strictObject({
    accent: colour.describe('Of the main button, the current place and the bars of charts.'),
    onAccent: colour.describe('Of text on it.'),
    link: colour.describe('Of links, and of the main button under the pointer.'),
  });
  return colours.superRefine(({ accent, onAccent, link }, context) => {
    const demand = (key: keyof Scheme, one: string, other: string, least: number, what: string): void => {
      const ratio = contrast(one, other);
      if (ratio >= least) return;
      const message = `has a contrast of ${ratio.toFixed(2)} to ${what}; at least ${least} is needed`;
      context.addIssue({ code: 'custom', path: [key], message });
    };
    demand('onAccent', onAccent, accent, readable, `accent (${accent})`);
    demand('onAccent', onAccent, link, readable, `link (${link})`);
    for (const ground of grounds[name]) {
      demand('accent', accent, ground, visible, `the page (${ground})`);
      demand('link', link, ground, readable, `the page (${ground})`);
      const tint = tintOf(accent, ground);
      demand('link', link, tint, readable, `the accent as a tint of the page (${tint})`);
    }
  });
}

export interface Scheme {
  accent: string;
  onAccent: string;
  link: string;
}

const shortest = 12;

export const brandSchema = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(40)
    .describe('What the portal is called: in titles of pages, beside its icon, at sign-in.'),
  shortName: z.string().trim().min(1).max(shortest).describe('The same below an icon on a phone.'),
  supportPhone: z
    .string()
    .regex(/^\+?[\d ]{3,20}$/, 'must be a telephone number such as +372 600 1800')
    .describe('What customers are asked to call when something fails.'),
  colours: z.strictObject({
    light: scheme('light').describe('By day.'),
    dark: scheme('dark').describe('By night, for whoever has set their device so.'),
  }),
});
export type BrandFile = z.output<typeof brandSchema>;

/** @throws Error that names the file, and in it every key that is wrong */
export function readBrandFile(folder: string): BrandFile {
  const file = join(folder, 'brand.yaml');
  const result = brandSchema.safeParse(yamlIn(file));
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.') || '(file)'}: ${message}`);
  throw new Error(`${file} is not in order:\n  ${problems.join('\n  ')}`);
}

/** @throws Error when it is not there, is no SVG, or has scripts in it */
export function readPicture(folder: string, name: string): string {
  const file = join(folder, name);
  const svg = read(file);
  if (!/<svg[\s>]/.test(svg)) throw new Error(`${file} is not an SVG picture`);
  if (/<script|\son\w+=|javascript:/i.test(svg)) throw new Error(`${file} has scripts in it; a picture has none`);
  return svg;
}

function yamlIn(file: string): unknown {
  const text = read(file);
  try {
    return parse(text);
  } catch (cause) {
    throw new Error(`${file} is no YAML: ${cause instanceof Error ? cause.message : 'it cannot be read'}`, { cause });
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Error(`${file} cannot be read: a brand is brand.yaml, logo.svg and icon.svg`, { cause });
  }
}

/** The form of `brand.yaml`. How far colours have to be apart is beyond JSON Schema. */
export function brandJsonSchema(): object {
  return z.toJSONSchema(brandSchema, { io: 'input' });
}
