import { createRequire } from 'node:module';
import { keepWholeVersionLine } from '../../src/ssh/patches/version-line.ts';

const require = createRequire(import.meta.url);

interface Receiver {
  parse(chunk: Buffer, from: number, to: number): void;
}
const Protocol = require('ssh2/lib/protocol/Protocol.js') as new (options: object) => Receiver;

describe('the version line', () => {
  let versions: string[];
  let receiver: Receiver;
  beforeEach(() => {
    keepWholeVersionLine();
    versions = [];
    receiver = new Protocol({
      onWrite: () => undefined,
      onError: () => undefined,
      onHeader: (header: { versions: { software: string } }) => versions.push(header.versions.software),
    });
  });
  const receive = (text: string) => receiver.parse(Buffer.from(text), 0, text.length);

  it('is understood when it arrives byte by byte, after a greeting', () => {
    for (const letter of 'Welcome\r\nSSH-2.0-slow\r\n') receive(letter);
    expect(versions).toEqual(['slow']);
  });

  it('is understood when it arrives in one segment', () => {
    receive('SSH-2.0-quick\r\n');
    expect(versions).toEqual(['quick']);
  });

  it('is waited for only for a limited time', () => {
    expect(() => {
      for (let line = 0; line < 1000; line++) receive(`${'x'.repeat(1000)}\r\n`);
    }).toThrow('the version line did not arrive in time');
  });
});
