import { useId, type ReactNode } from 'react';
import { ForwardIcon, type PlanIcon } from '@wellspring/web';
import { SupportPhone } from '../failure/support-phone.tsx';

interface AnsweredProps {
  Icon: typeof PlanIcon;
  title: string;
  text: string;
  to: string;
  /** Whether it can be settled by a call, too. */
  phone?: boolean;
}

/** A question whose answer is a page on the old portal for now: the whole tile leads there. */
export function Answered({ Icon, title, text, to, phone = false }: AnsweredProps): ReactNode {
  const id = useId();
  return (
    <section className="card question" aria-labelledby={id}>
      <Icon className="question-icon" aria-hidden="true" />
      <div>
        <h2 id={id}>
          <a href={to}>{title}</a>
        </h2>
        <p>{text}</p>
        {phone && <SupportPhone />}
      </div>
      <ForwardIcon className="forward-icon" aria-hidden="true" />
    </section>
  );
}
