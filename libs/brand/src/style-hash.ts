import { createHash } from 'node:crypto';

/** @returns what a content security policy allows an inline style by: `'sha256-…'` */
export function styleHash(style: string): string {
  return `'sha256-${createHash('sha256').update(style).digest('base64')}'`;
}
