import { Skeleton } from '@wellspring/web';
import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import { Failure } from '../failure/failure.tsx';
import { formatCount, formatMoment } from '../format/format.ts';
import { PageTitle } from '../page/page-title.tsx';
import { CommandBadge } from './command-badge.tsx';
import { CommandFilters } from './command-filters.tsx';
import { type CommandPage, useCommands } from './commands.ts';
import { filtersOf, queryOf } from './filters.ts';
import type { Kind, SeenCommand } from './kind.ts';
import { adviceOn } from './words.ts';

interface Of<Seen extends SeenCommand> {
  kind: Kind<Seen>;
}

/** Commands that wait for a person, who has waited longest first; and others, when they are looked for. */
export function CommandsPage<Seen extends SeenCommand>({ kind }: Of<Seen>): ReactNode {
  const [address, setAddress] = useSearchParams();
  const filters = filtersOf(kind, address);
  const query = useCommands(kind, queryOf(filters));
  return (
    <>
      <PageTitle>{kind.title}</PageTitle>
      <p className="hint">{kind.hint}</p>
      <CommandFilters
        kind={kind}
        filters={filters}
        onChange={(changed) => {
          setAddress(queryOf(changed), { replace: true, preventScrollReset: true });
        }}
      />
      {query.isPending && <Skeleton label={`Loading ${kind.title.toLowerCase()}`} lines={6} />}
      {query.error && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <Found kind={kind} page={query.data} filtered={address.size > 0} />}
    </>
  );
}

interface FoundProps<Seen extends SeenCommand> extends Of<Seen> {
  page: CommandPage<Seen>;
  filtered: boolean;
}

function Found<Seen extends SeenCommand>({ kind, page: { items, total }, filtered }: FoundProps<Seen>): ReactNode {
  if (items.length === 0)
    return (
      <p className="card">{filtered ? `No ${kind.noun} matches these filters.` : `No ${kind.noun} needs a person.`}</p>
    );
  return (
    <>
      <div className="card table-card">
        <CommandTable kind={kind} commands={items} />
      </div>
      {total > items.length && (
        <p className="more hint">
          The first {formatCount(items.length)} of {formatCount(total)}.
        </p>
      )}
    </>
  );
}

function CommandTable<Seen extends SeenCommand>({
  kind,
  commands,
}: Of<Seen> & { commands: readonly Seen[] }): ReactNode {
  const now = new Date();
  return (
    <table className="table">
      <caption className="visually-hidden">{kind.title}, the one that has waited longest first</caption>
      <thead>
        <tr>
          <th scope="col">{capitalized(kind.noun)}</th>
          <th scope="col">Since</th>
          {kind.columns.map(({ label }) => (
            <th key={label} scope="col">
              {label}
            </th>
          ))}
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {commands.map((command) => (
          <tr key={command.id}>
            <th scope="row">
              <Link className="reference" to={`${kind.path}/${command.id}`}>
                {command.id}
              </Link>
            </th>
            <td data-label="Since">
              <time dateTime={command.since}>{formatMoment(new Date(command.since), now)}</time>
            </td>
            {kind.columns.map(({ label, className, of }) => (
              <td key={label} data-label={label} className={className}>
                {of(command)}
              </td>
            ))}
            <td data-label="State">
              <CommandBadge words={kind} state={command.state} />
              <span className="command-why">{adviceOn(kind, command)?.what}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function capitalized(noun: string): string {
  return noun.charAt(0).toUpperCase() + noun.slice(1);
}
