import type { StartProgram, Terminal } from '../../local/program.ts';
import type { Visit } from './menu.ts';

/** Ends with this status where the target did not say any. */
const noStatus = 255;

/** A target that nobody comes back from to a menu: its exit status is that of the client. */
export function visitAlone(begin: (terminal: Terminal) => Visit): StartProgram {
  return (terminal) => {
    const visit = begin(terminal);
    void visit.ended.then((text) => {
      const { exitStatus } = visit;
      if (exitStatus === undefined) terminal.write(`${text}\n`);
      terminal.exit(exitStatus ?? noStatus);
    });
    return { input: () => undefined, resized: () => visit.resized() };
  };
}
