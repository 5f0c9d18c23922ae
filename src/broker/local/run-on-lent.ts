import type { StartProgram, Terminal } from './program.ts';

/** A program on a terminal that another one has. */
export interface LentRun {
  /** Resolves when the program has ended, or the terminal is gone. */
  readonly ended: Promise<void>;
  /** No more keys will come. */
  endInput(): void;
}

/** Runs a program on a terminal that another one has. `typedAhead` is for it already. */
export function runOnLent(terminal: Terminal, typedAhead: Buffer, start: StartProgram): LentRun {
  const lent = terminal.lend();
  const program = start({
    ...terminal,
    write: (text) => void lent.write(text.replaceAll('\n', '\r\n')),
    exit: () => void lent.end(() => lent.destroy()),
  });
  const endInput = () => program.inputEnded?.();
  const ended = new Promise<void>((resolve) => lent.on('close', resolve));
  lent.on('data', (keys: Buffer) => program.input(keys));
  lent.on('end', endInput);
  lent.on('close', () => program.hungUp?.());
  program.input(typedAhead);
  return { ended, endInput };
}
