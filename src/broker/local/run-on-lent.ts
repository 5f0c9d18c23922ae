import type { StartProgram, Terminal } from './program.ts';

/**
 * Runs a program on a terminal that another one has, until it ends or the terminal is gone. `typedAhead` is for it
 * already.
 */
export function runOnLent(terminal: Terminal, typedAhead: Buffer, start: StartProgram): Promise<void> {
  const lent = terminal.lend();
  return new Promise((resolve) => {
    const program = start({
      ...terminal,
      write: (text) => void lent.write(text.replaceAll('\n', '\r\n')),
      exit: () => void lent.end(() => lent.destroy()),
    });
    lent.on('data', (keys: Buffer) => program.input(keys));
    lent.on('end', () => program.inputEnded?.());
    lent.on('close', () => {
      program.hungUp?.();
      resolve();
    });
    program.input(typedAhead);
  });
}
