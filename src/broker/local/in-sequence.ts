import type { Program, StartProgram } from './program.ts';

/** One program after another on the same terminal. One that ends with another status than 0 is the last. */
export function inSequence([first, ...others]: readonly [StartProgram, ...StartProgram[]]): StartProgram {
  const [second, ...rest] = others;
  if (!second) return first;
  return (terminal) => {
    let next: Program | undefined;
    const exit = (status: number) => {
      if (status === 0) next = inSequence([second, ...rest])(terminal);
      else terminal.exit(status);
    };
    const program = first({ ...terminal, exit });
    return {
      input: (keys) => (next ?? program).input(keys),
      resized: () => (next ?? program).resized?.(),
      inputEnded: () => (next ?? program).inputEnded?.(),
      hungUp: () => (next ?? program).hungUp?.(),
    };
  };
}
