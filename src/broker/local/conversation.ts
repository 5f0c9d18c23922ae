import { LineInput } from './line-input.ts';
import type { StartProgram, Terminal } from './program.ts';

/** A terminal on which a program asks and is answered, line by line. */
export interface Dialogue {
  readonly terminal: Pick<Terminal, 'type' | 'size' | 'write'>;
  readonly lines: Pick<LineInput, 'ask' | 'askHidden'>;
  /** False once the engineer has gone. */
  readonly isOpen: () => boolean;
}

/**
 * A program that asks line by line. `talk` resolves to its exit status and never rejects; once the engineer has gone,
 * each question is given up.
 */
export function conversation(talk: (dialogue: Dialogue) => Promise<number>): StartProgram {
  return (terminal) => {
    const lines = new LineInput(terminal);
    let isOpen = true;
    const leave = () => {
      isOpen = false;
      lines.end();
    };
    void talk({ terminal, lines, isOpen: () => isOpen }).then((status) => {
      leave();
      terminal.exit(status);
    });
    return {
      input: (keys) => lines.input(keys),
      inputEnded: () => lines.end(),
      hungUp: leave,
    };
  };
}
