import { useEffect, useState } from 'react';
import * as z from 'zod/mini';

/** What somebody has typed into a dialog, field by field. */
export type Fields = Readonly<Record<string, string>>;

export interface Draft<Name extends string> {
  fields: Readonly<Record<Name, string>>;
  change: (changes: Partial<Record<Name, string>>) => void;
  /** It is done, or was given up. */
  drop: () => void;
}

const prefix = 'draft:';
const kept = z.record(z.string(), z.string());

/** @returns undefined when the dialog was not open. */
export function keptDraft(key: string): Fields | undefined {
  const text = sessionStorage.getItem(prefix + key);
  return text === null ? undefined : z.safeParse(kept, parsed(text)).data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Keeps what is typed in this tab: over a reload, and over signing in again. */
export function useDraft<Name extends string>(key: string, initial: Readonly<Record<Name, string>>): Draft<Name> {
  const [fields, setFields] = useState(() => ({ ...initial, ...keptDraft(key) }));
  useEffect(() => {
    sessionStorage.setItem(prefix + key, JSON.stringify(fields));
  }, [key, fields]);
  return {
    fields,
    change: (changes) => {
      setFields((before) => ({ ...before, ...changes }));
    },
    drop: () => {
      sessionStorage.removeItem(prefix + key);
    },
  };
}
