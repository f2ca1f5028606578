import { Button } from '@wellspring/web';
import type { ReactNode } from 'react';
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
      <label className="field">
        Who
        <input
          className="input"
          list="audit-who"
          placeholder="anybody"
          value={filters.who}
          onChange={({ target }) => {
            change({ who: target.value });
          }}
        />
        <datalist id="audit-who">
          <option value="operator" />
          <option value="guardrail" />
          <option value="file" />
        </datalist>
      </label>
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
