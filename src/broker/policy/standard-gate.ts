import type { ChannelOpen, ChannelRequest } from '../../ssh/messages.ts';
import { WireReader } from '../../ssh/wire.ts';
import type { Side } from '../relay/effects.ts';
import type { ChannelFacts } from '../relay/gate.ts';
import type { Decision } from '../relay/verdict.ts';

const allow: Decision = { verdict: 'allow' };
const deny = (rule: string, text?: string): Decision => ({ verdict: 'deny', rule, text });

/** What every session may do, and nothing else: terminals, commands and file transfer. It never asks anyone else. */
export const standardGate = { open: decideOpen, request: decideRequest };

const refusedChannels: Readonly<Record<string, string>> = {
  'direct-tcpip': 'ports are not forwarded here',
  'direct-streamlocal@openssh.com': 'sockets are not forwarded here',
};

/** Allows sessions, and no forwarding of any kind. */
function decideOpen({ type }: ChannelOpen): Decision {
  if (type === 'session') return allow;
  const text = Object.hasOwn(refusedChannels, type) ? refusedChannels[type] : `"${type}" channels are not allowed here`;
  return deny('channel-type', `sallyport: ${text}`);
}

type Rule = (request: ChannelRequest, facts: ChannelFacts) => Decision;

const fromUser: Readonly<Record<string, Rule>> = {
  'pty-req': ({ data }) => (isTerminal(data) ? allow : deny('terminal')),
  'window-change': ({ data }) => (isWindowSize(new WireReader(data)) ? allow : deny('window-size')),
  env: ({ data }, { variables }) => (variables < maxVariables && isVariable(data) ? allow : deny('environment')),
  shell: (_request, facts) => once(facts) ?? allow,
  exec: ({ data }, facts) => once(facts) ?? decideCommand(data),
  subsystem: ({ data }, facts) => once(facts) ?? decideSubsystem(data),
  signal: ({ data }) => (/^[A-Z0-9@.a-z-]{1,32}$/.test(onlyText(data)) ? allow : deny('signal')),
  'auth-agent-req@openssh.com': () => deny('agent', 'sallyport: agent forwarding is not allowed here'),
  'x11-req': () => deny('x11', 'sallyport: X11 forwarding is not allowed here'),
  break: () => allow,
  'eow@openssh.com': () => allow,
  'keepalive@openssh.com': () => allow,
};

const fromTarget: Readonly<Record<string, Rule>> = {
  'exit-status': () => allow,
  'exit-signal': () => allow,
  'xon-xoff': () => allow,
  'eow@openssh.com': () => allow,
  'keepalive@openssh.com': () => allow,
};

/** An allowed request is passed on byte for byte. A request that is not listed above is denied. */
function decideRequest(from: Side, request: ChannelRequest, facts: ChannelFacts): Decision {
  const rules = from === 'user' ? fromUser : fromTarget;
  const rule = Object.hasOwn(rules, request.name) ? rules[request.name] : undefined;
  if (!rule || facts.type !== 'session') return deny('request');
  try {
    return rule(request, facts);
  } catch (error) {
    if (error instanceof RangeError) return deny('malformed');
    throw error;
  }
}

function once({ started }: ChannelFacts): Decision | undefined {
  return started ? deny('started-already') : undefined;
}

function decideCommand(data: Buffer): Decision {
  return onlyText(data).includes('\0') ? deny('command', 'the command contains a NUL character') : allow;
}

function decideSubsystem(data: Buffer): Decision {
  return onlyText(data) === 'sftp' ? allow : deny('subsystem', 'sftp is the only subsystem allowed');
}

const maxTermLength = 64;
const maxModesLength = 1024;

function isTerminal(data: Buffer): boolean {
  const reader = new WireReader(data);
  const term = reader.text();
  const sized = isSize(reader);
  const modes = reader.string();
  return (
    /^[\w.+-]*$/.test(term) && term.length <= maxTermLength && sized && modes.length <= maxModesLength && reader.atEnd
  );
}

function isWindowSize(reader: WireReader): boolean {
  return isSize(reader) && reader.atEnd;
}

/** Columns, rows, and both in pixels: every system keeps each in two bytes. */
function isSize(reader: WireReader): boolean {
  const numbers = [reader.uint32(), reader.uint32(), reader.uint32(), reader.uint32()];
  return numbers.every((number) => number <= 0xffff);
}

const maxVariables = 32;
const maxValueLength = 1024;
const variableName = /^(LANG|LANGUAGE|LC_[A-Z0-9_]{1,32}|TERM|COLORTERM)$/;

/** Language and terminal; never a variable that changes how programs are loaded or started. */
function isVariable(data: Buffer): boolean {
  const reader = new WireReader(data);
  const name = reader.text();
  const value = reader.text();
  // eslint-disable-next-line no-control-regex
  return variableName.test(name) && value.length <= maxValueLength && !/[\0-\x1f\x7f]/.test(value) && reader.atEnd;
}

function onlyText(data: Buffer): string {
  const reader = new WireReader(data);
  const text = reader.text();
  if (!reader.atEnd) throw new RangeError('trailing bytes after the text');
  return text;
}
