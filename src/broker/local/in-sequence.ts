import type { Program, StartProgram } from './program.ts';

/**
 * One program after another on the same terminal. One that ends with another status than 0 is the last, and so is one
 * whose terminal is gone when it ends.
 */
export function inSequence([first, ...others]: readonly [StartProgram, ...StartProgram[]]): StartProgram {
  const [second, ...rest] = others;
  if (!second) return first;
  return (terminal) => {
    let next: Program | undefined;
    let isInputOver = false;
    let isGone = false;
    const exit = (status: number) => {
      if (status !== 0 || isGone) return terminal.exit(status);
      next = inSequence([second, ...rest])(terminal);
      if (isInputOver) next.inputEnded?.();
    };
    const program = first({ ...terminal, exit });
    return {
      input: (keys) => (next ?? program).input(keys),
      resized: () => (next ?? program).resized?.(),
      drained: () => (next ?? program).drained?.(),
      inputEnded: () => {
        isInputOver = true;
        (next ?? program).inputEnded?.();
      },
      hungUp: () => {
        isGone = true;
        (next ?? program).hungUp?.();
      },
    };
  };
}
