import { standardGate } from '../../../src/broker/policy/standard-gate.ts';
import type { Decision } from '../../../src/broker/relay/verdict.ts';
import type { Side } from '../../../src/broker/relay/effects.ts';
import { type ChannelOpen, type ChannelRequest, decode, encode } from '../../../src/ssh/messages.ts';
import { uint32, wireString } from '../../../src/ssh/wire.ts';

const facts = { type: 'session', started: false, variables: 0, terminal: false };
const none = Buffer.alloc(0);

function decide(from: Side, name: string, data: Buffer = none, known = facts): Decision {
  const payload = Buffer.concat([encode.request(0), wireString(name), Buffer.from([1]), data]);
  return standardGate.request(from, decode(payload) as ChannelRequest, known);
}
const env = (name: string, value: string) => Buffer.concat([wireString(name), wireString(value)]);
const size = (columns: number, rows: number) => Buffer.concat([columns, rows, 0, 0].map(uint32));
const terminal = (term: string, columns = 80, modes: Buffer = Buffer.from([0])) =>
  Buffer.concat([wireString(term), size(columns, 24), wireString(modes)]);

describe('the gate', () => {
  it.each([
    ['user', 'pty-req', terminal('xterm-256color')],
    ['user', 'pty-req', terminal('', 0)],
    ['user', 'pty-req', terminal('screen.xterm-new', 0xffff, Buffer.alloc(1024))],
    ['user', 'window-change', size(0, 0)],
    ['user', 'env', env('LANG', 'de_CH.UTF-8')],
    ['user', 'env', env('LC_ALL', '')],
    ['user', 'env', env('COLORTERM', 'truecolor')],
    ['user', 'shell', none],
    ['user', 'exec', wireString('sudo -i; ünïcode \u001b[0m')],
    ['user', 'subsystem', wireString('sftp')],
    ['user', 'signal', wireString('TERM')],
    ['user', 'signal', wireString('sigwinch@example.com')],
    ['user', 'break', uint32(0)],
    ['user', 'keepalive@openssh.com', none],
    ['target', 'exit-status', uint32(0)],
    ['target', 'exit-signal', none],
    ['target', 'eow@openssh.com', none],
    ['target', 'keepalive@openssh.com', none],
  ] satisfies [Side, string, Buffer][])('lets the %s make the request %s', (from, name, data) => {
    expect(decide(from, name, data)).toEqual({ verdict: 'allow' });
  });

  it.each([
    ['user', 'pty-req', terminal('xterm', 0x1_0000)],
    ['user', 'pty-req', terminal('x'.repeat(65))],
    ['user', 'pty-req', terminal('xt erm')],
    ['user', 'pty-req', terminal('xterm', 80, Buffer.alloc(1025))],
    ['user', 'pty-req', Buffer.concat([terminal('xterm'), Buffer.alloc(1)])],
    ['user', 'pty-req', none],
    ['user', 'window-change', size(0xffff_ffff, 1)],
    ['user', 'env', env('LD_PRELOAD', '/tmp/x.so')],
    ['user', 'env', env('BASH_ENV', '/tmp/x')],
    ['user', 'env', env('GIT_SSH_COMMAND', 'sh')],
    ['user', 'env', env('PATH', '/tmp')],
    ['user', 'env', env('LANG\n', 'C')],
    ['user', 'env', env('LANG', 'C\nPATH=/tmp')],
    ['user', 'env', env('LANG', 'x'.repeat(1025))],
    ['user', 'signal', wireString('KILL -9 1')],
    ['user', 'x11-req', none],
    ['user', 'auth-agent-req@openssh.com', none],
    ['user', 'exit-status', uint32(0)],
    ['user', '__proto__', none],
    ['user', 'constructor', none],
    ['target', 'shell', none],
    ['target', 'exec', wireString('id')],
    ['target', 'env', env('LANG', 'C')],
    ['target', 'auth-agent-req@openssh.com', none],
  ] satisfies [Side, string, Buffer][])('denies the %s the request %s', (from, name, data) => {
    expect(decide(from, name, data)).toMatchObject({ verdict: 'deny' });
  });

  it('tells the engineer why a command is refused', () => {
    expect(decide('user', 'exec', wireString('a\0b'))).toMatchObject({
      verdict: 'deny',
      text: 'the command contains a NUL character',
    });
    expect(decide('user', 'subsystem', wireString('netconf'))).toMatchObject({
      text: 'sftp is the only subsystem allowed',
    });
  });

  it('lets a channel start only once', () => {
    for (const name of ['shell', 'exec', 'subsystem']) {
      expect(decide('user', name, wireString('sftp'), { ...facts, started: true })).toEqual({
        verdict: 'deny',
        rule: 'started-already',
      });
    }
  });

  it('lets 32 variables pass', () => {
    expect(decide('user', 'env', env('LC_X', '1'), { ...facts, variables: 31 }).verdict).toBe('allow');
    expect(decide('user', 'env', env('LC_X', '1'), { ...facts, variables: 32 }).verdict).toBe('deny');
  });

  it('lets the engineer open sessions, and nothing else', () => {
    const open = (type: string) => standardGate.open(decode(encode.open(type, 0, 1000, 1000)) as ChannelOpen);
    expect(open('session').verdict).toBe('allow');
    for (const type of ['direct-tcpip', 'x11', 'tun@openssh.com', 'constructor'])
      expect(open(type).verdict).toBe('deny');
  });
});
