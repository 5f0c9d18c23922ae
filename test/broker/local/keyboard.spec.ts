import fc from 'fast-check';
import { type Key, Keyboard, longestTypeAhead } from '../../../src/broker/local/keyboard.ts';

function read(keyboard: Keyboard): Key[] {
  const keys = [];
  for (let key = keyboard.next(); key !== undefined; key = keyboard.next()) keys.push(key);
  return keys;
}

function keysOf(...sent: (string | Buffer)[]): Key[] {
  const keyboard = new Keyboard();
  return sent.flatMap((part) => {
    keyboard.push(Buffer.from(part as string));
    return read(keyboard);
  });
}

describe('the keys of a terminal', () => {
  it.each<[string, string, Key[]]>([
    ['characters', 'a\u00e4\u7530\u{1f600}', ['a', '\u00e4', '\u7530', '\u{1f600}']],
    ['control characters', '\x03\x7f\t', ['\x03', '\x7f', '\t']],
    ['CR', 'a\rb', ['a', '\r', 'b']],
    ['LF', 'a\nb', ['a', '\r', 'b']],
    ['CR and LF', 'a\r\nb\r\n\n', ['a', '\r', 'b', '\r', '\r']],
    ['arrows in both modes', '\x1b[A\x1bOB', ['\x1b[A', '\x1bOB']],
    ['keys with parameters', '\x1b[5~\x1b[1;5D', ['\x1b[5~', '\x1b[1;5D']],
    ['a mouse', '\x1b[<0;10;20Mq', ['\x1b[<0;10;20M', 'q']],
    ['Alt and a letter', '\x1bxy', ['\x1bx', 'y']],
    [
      'answers of a terminal',
      '\x1b]11;rgb:0/0/0\x07\x1bP1+r\x1b\\\x1b[?62;c',
      ['\x1b]11;rgb:0/0/0\x07', '\x1bP1+r\x1b\\', '\x1b[?62;c'],
    ],
    ['an escape before a sequence', '\x1b\x1b[A', ['\x1b', '\x1b[A']],
    [
      'a sequence that another one interrupts',
      '\x1b[12\x1b[A\x1b]0;x\x1b[B',
      ['\x1b[12', '\x1b[A', '\x1b]0;x', '\x1b[B'],
    ],
    [
      'a sequence that a control character interrupts',
      '\x1b[1\r\x1bO\x03\x1b]0\r\x1b\r',
      ['\x1b[1', '\r', '\x1bO', '\x03', '\x1b]0', '\r', '\x1b', '\r'],
    ],
  ])('are %s', (_what, sent, keys) => {
    expect(keysOf(sent)).toEqual(keys);
  });

  it('are the same wherever what was sent is cut', () => {
    const parts = [
      'a',
      '\u00e4',
      '\u{1f600}',
      '\r',
      '\n',
      '\r\n',
      '\x1b[A',
      '\x1bOB',
      '\x1b[1;5D',
      '\x1b]11;x\x07',
      '\x1bx',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts)), fc.array(fc.nat(100)), (keys, places) => {
        const sent = Buffer.from(keys.join(''));
        const cuts = [0, ...places.filter((place) => place < sent.length).sort((a, b) => a - b), sent.length];
        const pieces = cuts.slice(1).map((end, index) => sent.subarray(cuts[index], end));
        expect(keysOf(...pieces)).toEqual(keysOf(sent));
      }),
    );
  });

  it.each([
    ['bytes that are not UTF-8', Buffer.of(0x61, 0xff, 0x62, 0xc3, 0x63, 0x80, 0xe7, 0x94, 0x64), ['a', 'b', 'c', 'd']],
    ['overlong forms and surrogates', Buffer.of(0xc0, 0xaf, 0xed, 0xa0, 0x80, 0x61), ['a']],
  ])('are not %s', (_what, sent, keys) => {
    expect(keysOf(sent)).toEqual(keys);
  });

  it('are told from an escape that nothing follows', () => {
    const keyboard = new Keyboard();
    keyboard.push(Buffer.from('\x1b'));
    expect(keyboard.next()).toBeUndefined();
    expect(keyboard.endsWithEscape).toBe(true);
    keyboard.push(Buffer.from('['));
    expect(keyboard.endsWithEscape).toBe(false);
    keyboard.push(Buffer.from('A'));
    expect(read(keyboard)).toEqual(['\x1b[A']);
  });

  it.each([
    ['CSI', '\x1b['],
    ['OSC', '\x1b]'],
  ])('come through after a %s sequence without an end', (_what, start) => {
    const keys = keysOf(`${start}${'1'.repeat(100_000)}`, '\x1b[A', 'q');
    expect(keys.slice(-2)).toEqual(['\x1b[A', 'q']);
    expect(Math.max(...keys.map(({ length }) => length))).toBeLessThanOrEqual(256);
  });

  it('can be read by someone else, as they were sent', () => {
    const keyboard = new Keyboard();
    keyboard.push(Buffer.of(0x31, 0x0d, 0x0a, 0xff, 0x1b, 0x5b));
    expect([keyboard.next(), keyboard.next()]).toEqual(['1', '\r']);
    expect(keyboard.take()).toEqual(Buffer.of(0xff, 0x1b, 0x5b));
    expect(keyboard.next()).toBeUndefined();
  });

  it('leave no line feed of a return key behind, even if it comes later', () => {
    const keyboard = new Keyboard();
    keyboard.push(Buffer.from('\r'));
    expect(keyboard.next()).toBe('\r');
    expect(keyboard.take()).toHaveLength(0);
    keyboard.push(Buffer.from('\nls\n'));
    expect(keyboard.take().toString()).toBe('ls\n');
  });

  it('wait up to a bound', () => {
    const keyboard = new Keyboard();
    for (let turn = 0; turn < 100; turn += 1) keyboard.push(Buffer.alloc(1000, 'k'));
    expect(keyboard.take()).toHaveLength(longestTypeAhead);
  });
});
