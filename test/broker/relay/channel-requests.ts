import { uint32, wireString } from '../../../src/ssh/wire.ts';

/** A request on a channel, as one of the ends makes it. */
export interface Request {
  readonly name: string;
  readonly wantReply: boolean;
  readonly fields: Buffer;
  /** The gate's decision, once there is one. */
  isDenied?: boolean;
}

export const userRequests = [
  'pty-req',
  'env',
  'bad-env',
  'exec',
  'bad-exec',
  'shell',
  'window-change',
  'x11-req',
  'signal',
  'asked-exec',
  'asked-env',
] as const;
export const targetRequests = ['exit-status', 'keepalive@openssh.com', 'tunnel@example.com', 'asked-status'] as const;
const names = new Set<string>([...userRequests, ...targetRequests]);

/** Requests that the gate denies without a message. */
export const denied = new Set<string>(['bad-env', 'x11-req', 'tunnel@example.com']);

/** Requests that the gate leaves open until the model is told to decide. */
const asked = new Set<string>(['asked-exec', 'asked-env', 'asked-status']);

/** Requests that start what the channel is for. */
export const starts = new Set<string>(['exec', 'bad-exec', 'asked-exec', 'shell']);

/** Requests that the gate lets pass, by the end that makes them. */
export const allowed: Readonly<Record<'user' | 'target', ReadonlySet<string>>> = {
  user: new Set([...userRequests, 'keepalive@openssh.com'].filter((name) => !denied.has(name))),
  target: new Set(targetRequests.filter((name) => !denied.has(name))),
};

/** Whether the gate has to be told what to say to this request. */
export function isAsked(from: 'user' | 'target', name: string): boolean {
  return asked.has(name) && allowed[from].has(name);
}

const size = Buffer.concat([80, 24, 0, 0].map(uint32));
const specific: Readonly<Record<string, Buffer>> = {
  'pty-req': Buffer.concat([wireString('xterm'), size, wireString(Buffer.from([53, 0, 0, 0, 0, 0]))]),
  env: Buffer.concat([wireString('LANG'), wireString('C.UTF-8')]),
  'bad-env': Buffer.concat([wireString('LD_PRELOAD'), wireString('/tmp/x.so')]),
  exec: wireString('uptime'),
  'bad-exec': wireString('up\0time'),
  'window-change': size,
  signal: wireString('TERM'),
  'exit-status': uint32(3),
  'asked-exec': wireString('may I'),
  'asked-env': Buffer.concat([wireString('LANG'), wireString('may.I')]),
  'asked-status': uint32(33),
};
const wireNames: Readonly<Record<string, string>> = {
  'bad-env': 'env',
  'bad-exec': 'exec',
  'asked-exec': 'exec',
  'asked-env': 'env',
  'asked-status': 'exit-status',
};

/** What the request carries after the channel number. */
export function fieldsOf(name: string, wantReply: boolean): Buffer {
  const flag = Buffer.from([wantReply ? 1 : 0]);
  return Buffer.concat([wireString(wireNames[name] ?? name), flag, specific[name] ?? Buffer.alloc(0)]);
}

/** The request that carries these fields, if it is one of those above. */
export function requestOf(fields: Uint8Array): Request | undefined {
  const requests = [...names].flatMap((name) => [true, false].map((wantReply) => ({ name, wantReply })));
  const known = requests.find(({ name, wantReply }) => fieldsOf(name, wantReply).equals(fields));
  return known && { ...known, fields: Buffer.from(fields) };
}
