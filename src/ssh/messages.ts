import { uint32, WireReader, wireString } from './wire.ts';

/** The peer broke the protocol: its connection must end. */
export class ProtocolViolation extends Error {
  override readonly name = 'ProtocolViolation';
}

/** Numbers of the connection protocol (RFC 4254, section 9). */
const numbers = {
  globalRequest: 80,
  requestSuccess: 81,
  requestFailure: 82,
  open: 90,
  openConfirmation: 91,
  openFailure: 92,
  windowAdjust: 93,
  data: 94,
  extendedData: 95,
  eof: 96,
  close: 97,
  request: 98,
  success: 99,
  failure: 100,
} as const;

/** Reason codes of a refused channel (RFC 4254, section 5.1). */
export const openFailures = { prohibited: 1, connectFailed: 2, unknownType: 3, resourceShortage: 4 } as const;

/** The largest data message that we accept and announce, in bytes. */
export const maxPacket = 32_768;

/** A smaller limit would be an attack on our CPU: every peer takes 32 KiB or a little less. */
const smallestMaxPacket = 256;

/** @throws ProtocolViolation when the peer wants its data in tiny packets, or in packets of size 0 */
export function assertMaxPacket(size: number): void {
  if (size < smallestMaxPacket) throw new ProtocolViolation(`a maximum packet size of ${size}`);
}

/** 0 is standard input or output; 1 is standard error, the only type of extended data. */
export type Stream = 0 | 1;

interface Raw {
  /** The whole payload: a view, valid as long as its buffer is not overwritten. */
  readonly raw: Buffer;
}

export interface GlobalRequest extends Raw {
  readonly kind: 'global-request';
  readonly name: string;
  readonly wantReply: boolean;
  /** The data specific to this request. */
  readonly data: Buffer;
}

export interface GlobalReply extends Raw {
  readonly kind: 'request-success' | 'request-failure';
}

export interface ChannelOpen extends Raw {
  readonly kind: 'open';
  readonly type: string;
  /** The opener's number for the channel. */
  readonly sender: number;
  readonly window: number;
  readonly maxPacket: number;
  /** The data specific to this type of channel. */
  readonly data: Buffer;
}

interface Addressed extends Raw {
  /** The receiver's number for the channel. */
  readonly recipient: number;
}

export interface OpenConfirmation extends Addressed {
  readonly kind: 'open-confirmation';
  readonly sender: number;
  readonly window: number;
  readonly maxPacket: number;
}

export interface OpenFailure extends Addressed {
  readonly kind: 'open-failure';
  readonly reason: number;
  readonly description: string;
}

export interface WindowAdjust extends Addressed {
  readonly kind: 'window-adjust';
  readonly amount: number;
}

export interface Data extends Addressed {
  readonly kind: 'data';
  readonly stream: Stream;
  readonly data: Buffer;
}

export interface ChannelRequest extends Addressed {
  readonly kind: 'request';
  readonly name: string;
  readonly wantReply: boolean;
  /** The data specific to this request. */
  readonly data: Buffer;
}

export interface Plain extends Addressed {
  readonly kind: 'eof' | 'close' | 'success' | 'failure';
}

export type ChannelMessage = OpenConfirmation | OpenFailure | WindowAdjust | Data | ChannelRequest | Plain;
export type Message = GlobalRequest | GlobalReply | ChannelOpen | ChannelMessage;

/**
 * Decodes one payload with a number from 80 to 127. Its views are not copied.
 * @throws ProtocolViolation when the payload is cut short, too long, or has an unknown number
 */
export function decode(payload: Buffer): Message {
  if (payload[0] === numbers.data) return decodeData(payload);
  const reader = new WireReader(payload, 1);
  let message: Message;
  try {
    message = decodeFields(payload, reader);
  } catch (error) {
    if (error instanceof RangeError) throw new ProtocolViolation(`message ${payload[0]} is truncated`);
    throw error;
  }
  if (!reader.atEnd) throw new ProtocolViolation(`message ${payload[0]} is too long`);
  return message;
}

/** Nearly all messages are data, so they are decoded without a reader. */
function decodeData(raw: Buffer): Data {
  if (raw.length < 9 || raw.readUInt32BE(5) !== raw.length - 9)
    throw new ProtocolViolation('message 94 has a wrong length');
  return { kind: 'data', recipient: raw.readUInt32BE(1), stream: 0, data: raw.subarray(9), raw };
}

function decodeFields(raw: Buffer, reader: WireReader): Message {
  switch (raw[0]) {
    case numbers.globalRequest:
      return {
        kind: 'global-request',
        name: readName(reader),
        wantReply: reader.boolean(),
        data: reader.rest(),
        raw,
      };
    case numbers.requestSuccess:
      return { kind: 'request-success', raw: skipRest(raw, reader) };
    case numbers.requestFailure:
      return { kind: 'request-failure', raw };
    case numbers.open:
      return { kind: 'open', type: readName(reader), ...readWindow(reader), data: reader.rest(), raw };
    default:
      return decodeAddressed(raw, reader);
  }
}

function decodeAddressed(raw: Buffer, reader: WireReader): ChannelMessage {
  const number = raw[0]!;
  if (number < numbers.openConfirmation || number > numbers.failure)
    throw new ProtocolViolation(`message ${number} is unknown`);
  const recipient = reader.uint32();
  switch (number) {
    case numbers.openConfirmation:
      return { kind: 'open-confirmation', recipient, ...readWindow(reader), raw: skipRest(raw, reader) };
    case numbers.openFailure:
      return {
        kind: 'open-failure',
        recipient,
        reason: reader.uint32(),
        description: reader.text(),
        raw: skipRest(raw, reader),
      };
    case numbers.windowAdjust:
      return { kind: 'window-adjust', recipient, amount: reader.uint32(), raw };
    case numbers.extendedData:
      return { kind: 'data', recipient, stream: readStream(reader), data: reader.string(), raw };
    case numbers.request:
      return {
        kind: 'request',
        recipient,
        name: readName(reader),
        wantReply: reader.boolean(),
        data: reader.rest(),
        raw,
      };
    default:
      return { kind: plainKinds[number as keyof typeof plainKinds], recipient, raw };
  }
}

const plainKinds = {
  [numbers.eof]: 'eof',
  [numbers.close]: 'close',
  [numbers.success]: 'success',
  [numbers.failure]: 'failure',
} as const;

function readWindow(reader: WireReader): { sender: number; window: number; maxPacket: number } {
  return { sender: reader.uint32(), window: reader.uint32(), maxPacket: reader.uint32() };
}

function readStream(reader: WireReader): Stream {
  if (reader.uint32() !== 1) throw new ProtocolViolation('extended data of an unknown type');
  return 1;
}

/** RFC 4251, section 6: printable US-ASCII without space or comma, at most 64 characters. */
function readName(reader: WireReader): string {
  const name = reader.text();
  if (!/^[\x21-\x2b\x2d-\x7e]{1,64}$/.test(name)) throw new ProtocolViolation('not a valid name');
  return name;
}

function skipRest(raw: Buffer, reader: WireReader): Buffer {
  reader.rest();
  return raw;
}

/** OpenSSH's global requests with which a server announces its host keys and a client asks for proofs of them. */
const hostKeys = 'hostkeys-00@openssh.com';
export const hostKeysProve = 'hostkeys-prove-00@openssh.com';

/** Each result is passed to Leg.send as its `head`. The body, if there is one, is not copied before that. */
export const encode = {
  keepalive: (): Buffer => Buffer.concat([byte(numbers.globalRequest), wireString('keepalive@openssh.com'), byte(1)]),

  hostKeys: (blobs: readonly Buffer[]): Buffer =>
    Buffer.concat([byte(numbers.globalRequest), wireString(hostKeys), byte(0), ...blobs.map(wireString)]),

  requestSuccess: (data: Buffer): Buffer => Buffer.concat([byte(numbers.requestSuccess), data]),

  requestFailure: (): Buffer => byte(numbers.requestFailure),

  open: (type: string, sender: number, window: number, maxPacket: number): Buffer =>
    Buffer.concat([byte(numbers.open), wireString(type), uint32(sender), uint32(window), uint32(maxPacket)]),

  openConfirmation: (recipient: number, sender: number, window: number, maxPacket: number): Buffer =>
    Buffer.concat([addressed(numbers.openConfirmation, recipient), uint32(sender), uint32(window), uint32(maxPacket)]),

  openFailure: (recipient: number, reason: number, description: string): Buffer =>
    Buffer.concat([addressed(numbers.openFailure, recipient), uint32(reason), wireString(description), wireString('')]),

  windowAdjust: (recipient: number, amount: number): Buffer =>
    Buffer.concat([addressed(numbers.windowAdjust, recipient), uint32(amount)]),

  /** The head of a data message of `length` bytes. */
  data(recipient: number, stream: Stream, length: number): Buffer {
    const head = Buffer.allocUnsafe(stream === 0 ? 9 : 13);
    head[0] = stream === 0 ? numbers.data : numbers.extendedData;
    head.writeUInt32BE(recipient, 1);
    if (stream !== 0) head.writeUInt32BE(stream, 5);
    head.writeUInt32BE(length, head.length - 4);
    return head;
  },

  /** The head of a request. Its name, flag and data follow unchanged: the raw bytes from the sixth on. */
  request: (recipient: number): Buffer => addressed(numbers.request, recipient),

  plain: (kind: Plain['kind'], recipient: number): Buffer => addressed(numbers[kind], recipient),
};

function byte(value: number): Buffer {
  return Buffer.from([value]);
}

function addressed(number: number, recipient: number): Buffer {
  const bytes = Buffer.allocUnsafe(5);
  bytes[0] = number;
  bytes.writeUInt32BE(recipient, 1);
  return bytes;
}
