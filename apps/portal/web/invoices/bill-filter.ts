import { useSearchParams } from 'react-router';

/** Which bills to show: of one year, of one state. Kept in the address, so that going back finds the same list. */
export interface BillFilter {
  year: string | undefined;
  state: 'unpaid' | 'paid' | undefined;
}

export function useBillFilter(): { chosen: BillFilter; choose: (filter: BillFilter) => void } {
  const [parameters, setParameters] = useSearchParams();
  return {
    chosen: filterOf(parameters),
    choose: ({ year, state }) =>
      setParameters({ ...(year !== undefined && { year }), ...(state && { state }) }, { replace: true }),
  };
}

export function filterOf(parameters: URLSearchParams): BillFilter {
  const year = parameters.get('year');
  const state = parameters.get('state');
  return {
    year: year !== null && /^\d{4}$/.test(year) ? year : undefined,
    state: state === 'unpaid' || state === 'paid' ? state : undefined,
  };
}

export function isFiltered({ year, state }: BillFilter): boolean {
  return year !== undefined || state !== undefined;
}

/** The filter in TMF630's words. */
export function queryOf({ year, state }: BillFilter): Record<string, string> {
  return {
    ...(year !== undefined && { 'billDate.gte': `${year}-01-01`, 'billDate.lt': `${Number(year) + 1}-01-01` }),
    ...(state === 'paid' && { state: 'settled' }),
    ...(state === 'unpaid' && { 'state.ne': 'settled' }),
  };
}
