import { Badge } from '@wellspring/web';
import type { ReactNode } from 'react';
import { stateWords, type Words } from './words.ts';

export function CommandBadge({ words, state }: { words: Words; state: string }): ReactNode {
  return <Badge tone={state === 'needsAttention' ? 'attention' : 'neutral'}>{stateWords(words, state)}</Badge>;
}
