import { conversation } from '../../../src/broker/local/conversation.ts';
import { inSequence } from '../../../src/broker/local/in-sequence.ts';
import type { StartProgram } from '../../../src/broker/local/program.ts';
import { eventually } from '../../support/eventually.ts';

/** Starts the program on a terminal that keeps what happens. */
function started(start: StartProgram) {
  const seen = { text: '', status: undefined as number | undefined };
  const program = start({
    type: 'xterm',
    size: () => ({ columns: 80, rows: 24 }),
    write: (text) => void (seen.text += text),
    isBehind: () => false,
    lend: () => {
      throw new Error('not lent');
    },
    exit: (status) => void (seen.status = status),
  });
  return { seen, program, type: (text: string) => program.input(Buffer.from(text)) };
}

/** Asks for its exit status. */
const asking = (name: string) => conversation(async ({ lines }) => Number((await lines.ask(`${name}? `)) ?? 9));

describe('programs in sequence', () => {
  const both = () => started(inSequence([asking('one'), asking('two')]));

  it('run one after the other on the same terminal', async () => {
    const { seen, type } = both();
    type('0\r');
    await eventually('the second', () => seen.text.endsWith('two? '));
    expect(seen.status).toBeUndefined();
    type('0\r');
    await eventually('the end', () => seen.status === 0);
    expect(seen.text).toBe('one? 0\ntwo? 0\n');
  });

  it('end with the first that fails', async () => {
    const { seen, type } = both();
    type('3\r');
    await eventually('the end', () => seen.status === 3);
    expect(seen.text).not.toContain('two');
  });

  it.each(['inputEnded', 'hungUp'] as const)('are told where they are: %s', async (what) => {
    const { seen, type, program } = both();
    type('0\r');
    await eventually('the second', () => seen.text.endsWith('two? '));
    program[what]?.();
    await eventually('the end', () => seen.status === 9);
  });

  it.each([
    ['hungUp', 'starts no other: the terminal is gone', 'one'],
    ['inputEnded', 'tells the next one so', 'one, two, two is told'],
  ] as const)('where one is at work when it is told %s: %s', async (what, _then, told) => {
    const done: string[] = [];
    let finish!: () => void;
    const work = new Promise<void>((resolve) => (finish = resolve));
    const working = conversation(async () => {
      done.push('one');
      await work;
      return 0;
    });
    const second: StartProgram = ({ exit }) => {
      done.push('two');
      return { input: () => undefined, inputEnded: () => void (done.push('two is told'), exit(0)) };
    };
    const { seen, program } = started(inSequence([working, second]));
    program[what]?.();
    finish();
    await eventually('the end', () => seen.status === 0);
    expect(done.join(', ')).toBe(told);
  });
});
