/**
 * Background systems of other makers answer 200 with an error inside, or with the first of several pages where everything
 * was asked for. Both would look like a customer who has little or nothing.
 */

const errors = ['error', 'errors', 'errorCode', 'errorMessage', 'fault', 'exception'];
const totals = ['total', 'totalCount', 'totalElements', 'totalItems'];
const more = ['hasMore', 'hasNext', 'nextPage', 'nextPageToken', 'continuationToken'];

/** Whether it names an error of its own. An empty one says that there is none. */
export function saysItFailed(answer: Readonly<Record<string, unknown>>): boolean {
  return errors.some((name) => isSomething(answer[name])) || answer['success'] === false;
}

/** Whether it says itself that there is more than these. */
export function saysThereIsMore(answer: Readonly<Record<string, unknown>>, items: number): boolean {
  return (
    totals.some((name) => Number(answer[name] ?? 0) > items) ||
    Number(answer['totalPages'] ?? 0) > 1 ||
    more.some((name) => isSomething(answer[name]))
  );
}

function isSomething(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== null && value !== false && value !== '' && value !== 0;
}
