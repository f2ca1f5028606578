import { Button, Card, Skeleton } from '@wellspring/web';
import { type ReactNode, useState } from 'react';
import { Link, useParams } from 'react-router';
import { keptDraft } from '../decision/draft.ts';
import { Failure } from '../failure/failure.tsx';
import { formatMoment, timeZoneName } from '../format/format.ts';
import { PageTitle } from '../page/page-title.tsx';
import { CommandBadge } from './command-badge.tsx';
import { useCommand, type WithHistory } from './commands.ts';
import type { Kind, SeenCommand } from './kind.ts';
import { ResolutionDialog, resolutionDraftKey } from './resolution-dialog.tsx';
import { ResolutionTable } from './resolution-table.tsx';
import { adviceOn } from './words.ts';

/** What is known of a command, what was decided about it, and what can be. */
export function CommandPage<Seen extends SeenCommand>({ kind }: { kind: Kind<Seen> }): ReactNode {
  const { id = '' } = useParams();
  const query = useCommand(kind, id);
  return (
    <>
      <p className="back">
        <Link to={kind.path}>← {kind.title}</Link>
      </p>
      <PageTitle>{kind.noun.charAt(0).toUpperCase() + kind.noun.slice(1)}</PageTitle>
      {query.isPending && <Skeleton label={`Loading the ${kind.noun}`} lines={6} />}
      {query.error && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && (
        <div className="lanes">
          <Known kind={kind} command={query.data} />
          <Card title="Decisions">
            {query.data.history.length === 0 ? (
              <p>Nothing has been decided yet.</p>
            ) : (
              <ResolutionTable words={kind} history={query.data.history} />
            )}
          </Card>
        </div>
      )}
    </>
  );
}

interface OneOf<Seen extends SeenCommand> {
  kind: Kind<Seen>;
  command: WithHistory<Seen>;
}

function Known<Seen extends SeenCommand>({ kind, command }: OneOf<Seen>): ReactNode {
  const now = new Date();
  const advice = adviceOn(kind, command);
  return (
    <Card title={kind.headline(command)}>
      <CommandBadge words={kind} state={command.state} />
      {advice && (
        <>
          <p>{advice.what}</p>
          <p>
            <strong>Usually:</strong> {advice.usually}
          </p>
        </>
      )}
      <Actions kind={kind} command={command} />
      <dl className="known">
        <Fact name="Reference at the systems behind">
          <code className="reference">{command.id}</code>
        </Fact>
        <Fact name={`In this state since (${timeZoneName()})`}>{formatMoment(new Date(command.since), now)}</Fact>
        <Fact name="Ordered">{formatMoment(new Date(command.createdAt), now)}</Fact>
        {Object.entries(kind.facts(command, now)).map(([name, value]) => (
          <Fact key={name} name={name}>
            {value}
          </Fact>
        ))}
      </dl>
    </Card>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Actions<Seen extends SeenCommand>({ kind, command }: OneOf<Seen>): ReactNode {
  const [asked, setAsked] = useState<string | undefined>(() =>
    // The dialog that was open when the page was left, to sign in again or by a reload.
    Object.keys(kind.actions).find((action) => keptDraft(resolutionDraftKey(command.id, action)) !== undefined),
  );
  const action = asked === undefined ? undefined : kind.actions[asked];
  return (
    <div className="actions command-actions" role="group" aria-label={`Decide about this ${kind.noun}`}>
      {command.actions.map((name) => (
        <Button
          key={name}
          aria-haspopup="dialog"
          onClick={() => {
            setAsked(name);
          }}
        >
          {kind.actions[name]?.label ?? name}
        </Button>
      ))}
      {asked !== undefined && action && (
        <ResolutionDialog
          key={asked}
          kind={kind}
          name={asked}
          action={action}
          command={command}
          onClose={() => {
            setAsked(undefined);
          }}
        />
      )}
    </div>
  );
}
