import { mock } from 'node:test';
import { longestTypeAhead } from '../../../src/broker/local/keyboard.ts';
import { LineInput, longestLine } from '../../../src/broker/local/line-input.ts';

/** An editor on a terminal that shows `screen()`. */
function onTerminal() {
  const written: string[] = [];
  const lines = new LineInput({ write: (text) => void written.push(text) });
  return {
    lines,
    type: (...sent: (string | Buffer)[]) => sent.forEach((keys) => lines.input(Buffer.from(keys as string))),
    screen: () => written.join(''),
  };
}

describe('the line editor', () => {
  it('shows what is typed, until the return key', async () => {
    const { lines, type, screen } = onTerminal();
    const name = lines.ask('Name: ');
    type('al', 'ice', '\r');
    expect(await name).toBe('alice');
    expect(screen()).toBe('Name: alice\n');
  });

  it('shows nothing of a hidden line, and keeps it from being printed', async () => {
    const { lines, type, screen } = onTerminal();
    const password = lines.askHidden('Password: ');
    type('Secrez', '\x7f', 't\r');
    expect((await password)!.reveal()).toBe('Secret');
    expect(String(await password)).toBe('<redacted>');
    expect(screen()).toBe('Password: \n');
  });

  it.each([
    ['CR', ['a\rb\r']],
    ['LF', ['a\nb\n']],
    ['CR and LF', ['a\r\nb\r\n']],
    ['CR and LF that are cut apart', ['a\r', '\nb\r', '\n']],
  ])('ends a line at %s', async (_what, sent) => {
    const { lines, type } = onTerminal();
    type(...sent);
    lines.end();
    expect([await lines.ask(''), await lines.ask(''), await lines.ask('')]).toEqual(['a', 'b', undefined]);
  });

  it.each([
    ['backspace', 'ab\x7fc\r', 'ac', 'ab\b \bc\n'],
    ['backspace as Ctrl-H', 'ab\bc\r', 'ac', 'ab\b \bc\n'],
    ['backspace on nothing', '\x7fa\r', 'a', 'a\n'],
    ['backspace on a wide character', '\u7530\x7fa\r', 'a', '\u7530\b \b\b \ba\n'],
    ['Ctrl-U', 'ab\x15c\r', 'c', 'ab\b \b\b \bc\n'],
    ['arrows and function keys', 'a\x1b[A\x1b[1;5D\x1bOP\x1b[24~b\r', 'ab', 'ab\n'],
    ['Alt and a letter', 'a\x1bxb\r', 'ab', 'ab\n'],
    ['other control characters', 'a\x00\x1a\tb\x85\r', 'ab', 'ab\n'],
    ['Ctrl-D within a line', 'a\x04b\r', 'ab', 'ab\n'],
  ])('knows %s', async (_what, sent, line, screen) => {
    const terminal = onTerminal();
    const answer = terminal.lines.ask('');
    terminal.type(sent);
    expect(await answer).toBe(line);
    expect(terminal.screen()).toBe(screen);
  });

  it('takes a character that is cut in the middle, and a lone escape for a key of its own', async () => {
    const { lines, type, screen } = onTerminal();
    const answer = lines.ask('');
    type(Buffer.of(0xc3), Buffer.of(0xa4), '\x1b', 'b\r');
    expect(await answer).toBe('\u00e4b');
    expect(screen()).toBe('\u00e4b\n');
  });

  it.each([
    ['Ctrl-C', 'ab\x03'],
    ['Ctrl-D on an empty line', '\x04'],
  ])('is given up by %s', async (_what, sent) => {
    const { lines, type } = onTerminal();
    const answer = lines.askHidden('? ');
    type(sent);
    expect(await answer).toBeUndefined();
    const next = lines.ask('? ');
    type('c\r');
    expect(await next).toBe('c');
  });

  it('is given up when the input ends, now and later', async () => {
    const { lines, type } = onTerminal();
    const answer = lines.ask('? ');
    type('half');
    lines.end();
    expect(await answer).toBeUndefined();
    expect(await lines.ask('? ')).toBeUndefined();
  });

  it('is given up when nothing is typed for ten minutes', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      const { lines, type } = onTerminal();
      const answer = lines.ask('? ');
      mock.timers.tick(9 * 60_000);
      type('a\r');
      expect(await answer).toBe('a');
      const next = lines.ask('? ');
      mock.timers.tick(10 * 60_000);
      expect(await next).toBeUndefined();
    } finally {
      mock.timers.reset();
    }
  });

  it('takes no more than a long line, and says so by the bell', async () => {
    const { lines, type, screen } = onTerminal();
    const answer = lines.askHidden('');
    type('x'.repeat(longestLine), 'yy', '\r');
    expect((await answer)!.reveal()).toBe('x'.repeat(longestLine));
    expect(screen()).toBe('\x07\x07\n');
  });

  it('keeps what is typed ahead, up to a bound', async () => {
    const { lines, type, screen } = onTerminal();
    type('ahead\r', 'x'.repeat(100_000), '\r');
    expect(await lines.ask('? ')).toBe('ahead');
    const rest = lines.ask('? ');
    lines.end();
    expect(await rest).toBeUndefined();
    expect(screen().length).toBeLessThan(longestTypeAhead + 10);
  });

  it('is not confused by a sequence that never ends', async () => {
    const { lines, type } = onTerminal();
    const answer = lines.ask('');
    type('\x1b[' + '1;'.repeat(200), 'a\r');
    expect(await answer).toMatch(/a$/);
  });
});
