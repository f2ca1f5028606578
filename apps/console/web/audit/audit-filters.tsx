import { Button } from '@wellspring/web';
import { type ReactNode, useState } from 'react';
import { useLive } from '../live/live-provider.tsx';
import { auditActions } from './audit.ts';
import type { AuditFilters } from './filters.ts';

const actionWords: Record<(typeof auditActions)[number], string> = {
  advance: 'Advance',
  rollback: 'Rollback',
  pause: 'Pause',
  resume: 'Follow Git',
  percent: 'Change of share',
  file: 'Change in Git',
};

interface AuditFiltersProps {
  filters: AuditFilters;
  onChange: (filters: AuditFilters) => void;
}

export function AuditFilterForm({ filters, onChange }: AuditFiltersProps): ReactNode {
  const capabilities = useLive().status?.capabilities ?? [];
  const change = (changes: Partial<AuditFilters>): void => {
    onChange({ ...filters, ...changes });
  };
  return (
    <form
      className="card filters"
      role="search"
      aria-label="Filter the audit"
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <label className="field">
        Capability
        <select
          className="select"
          value={filters.capability}
          onChange={({ target }) => {
            change({ capability: target.value });
          }}
        >
          <option value="">all</option>
          {capabilities.map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        What
        <select
          className="select"
          value={filters.action}
          onChange={({ target }) => {
            change({ action: target.value });
          }}
        >
          <option value="">all</option>
          {auditActions.map((action) => (
            <option key={action} value={action}>
              {actionWords[action]}
            </option>
          ))}
        </select>
      </label>
      <WhoField
        value={filters.who}
        onChange={(who) => {
          change({ who });
        }}
      />
      <label className="field">
        From
        <input
          className="input"
          type="datetime-local"
          value={filters.since}
          onChange={({ target }) => {
            change({ since: target.value });
          }}
        />
      </label>
      <label className="field">
        Until
        <input
          className="input"
          type="datetime-local"
          value={filters.until}
          onChange={({ target }) => {
            change({ until: target.value });
          }}
        />
      </label>
      <Button
        variant="quiet"
        onClick={() => {
          onChange({ capability: '', action: '', who: '', since: '', until: '' });
        }}
      >
        Show all
      </Button>
    </form>
  );
}

const kinds = ['operator', 'guardrail', 'file'];

/** Asked for when the name is complete, not at every letter of it. */
function WhoField({ value, onChange }: { value: string; onChange: (who: string) => void }): ReactNode {
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  if (value !== known) {
    // Changed from outside: by the address, or by showing all.
    setKnown(value);
    setText(value);
  }
  const commit = (who: string): void => {
    if (who !== value) onChange(who);
  };
  return (
    <label className="field">
      Who
      <input
        className="input"
        list="audit-who"
        placeholder="anybody"
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          if (target.value === '' || kinds.includes(target.value)) commit(target.value);
        }}
        onBlur={() => {
          commit(text.trim());
        }}
        onKeyDown={({ key }) => {
          if (key === 'Enter') commit(text.trim());
        }}
      />
      <datalist id="audit-who">
        {kinds.map((kind) => (
          <option key={kind} value={kind} />
        ))}
      </datalist>
    </label>
  );
}
