import type { Locale } from '../locale.ts';
import { en } from './en.ts';
import { et } from './et.ts';
import type { Messages } from './messages.ts';
import { ru } from './ru.ts';

export const messages: Record<Locale, Messages> = { en, et, ru };
