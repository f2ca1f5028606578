import { createContext, use } from 'react';
import * as z from 'zod/mini';

/** Whose portal this is, as far as it is said in words; how it looks is in the page's style. */
export const brand = z.object({ name: z.string(), supportPhone: z.string() });
export type Brand = z.output<typeof brand>;

export const BrandContext = createContext<Brand>({ name: '', supportPhone: '' });

export function useBrand(): Brand {
  return use(BrandContext);
}

/** What a touch on the number calls. */
export function phoneUrl({ supportPhone }: Pick<Brand, 'supportPhone'>): string {
  return `tel:${supportPhone.replaceAll(/[^\d+]/g, '')}`;
}
