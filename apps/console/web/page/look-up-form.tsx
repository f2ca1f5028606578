import { Button } from '@wellspring/web';
import { type ReactNode, useId, useState } from 'react';

interface LookUpFormProps {
  label: string;
  /** What was looked up last. */
  value: string;
  button: string;
  onLookUp: (value: string) => void;
  /** Below it. */
  children?: ReactNode;
}

/** One thing to be typed in, and looked up. */
export function LookUpForm({ label, value, button, onLookUp, children }: LookUpFormProps): ReactNode {
  const [typed, setTyped] = useState(value);
  const id = useId();
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        onLookUp(typed.trim());
      }}
    >
      <div className="look-up">
        <div className="field">
          <label htmlFor={id}>{label}</label>
          <input
            id={id}
            className="input"
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={({ target }) => {
              setTyped(target.value);
            }}
          />
        </div>
        <Button type="submit">{button}</Button>
      </div>
      {children}
    </form>
  );
}
