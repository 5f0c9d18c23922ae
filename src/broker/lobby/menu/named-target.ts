import type { StartProgram } from '../../local/program.ts';
import { TerminalVisit, type BeginSession } from './terminal-visit.ts';

/** Ends with this status where the target did not say any. */
const noStatus = 255;

/** The target that an engineer named at login, on their terminal. */
export function namedTarget(begin: BeginSession): StartProgram {
  return (terminal) => {
    const visit = new TerminalVisit(terminal, Buffer.alloc(0), begin);
    void visit.ended.then((text) => {
      const { exitStatus } = visit;
      if (exitStatus === undefined) terminal.write(`${text}\n`);
      terminal.exit(exitStatus ?? noStatus);
    });
    return { input: () => undefined, resized: () => visit.resized() };
  };
}
