import { createRequire } from 'node:module';
import type { Client, Connection, ParsedKey } from 'ssh2';
import { keepWholeVersionLine } from './patches/version-line.ts';

/** The private members of ssh2's `Protocol` that the connection layer hooks into. */
export interface Protocol {
  readonly _server: boolean;
  readonly _authenticated: boolean;
  /** A server's keys, by the algorithms that they sign with. */
  readonly _hostKeys: Readonly<Record<string, ParsedKey>> | undefined;
  /** Authentication methods that were requested and not answered yet. */
  readonly _authsQueue: readonly string[];
  /** Set while a key exchange runs. */
  readonly _kexinit: Buffer | undefined;
  /** Packets that wait for the end of a key exchange. */
  readonly _queue: readonly Buffer[] | undefined;
  readonly _kex: KeyExchange;
  /** The next packet was sent on a wrong guess. */
  _skipNextInboundPacket: boolean;
  _offer: KeyExchangeOffer;
  /** What is done with messages of the peer. */
  readonly _handlers: { SERVICE_REQUEST: (protocol: unknown, service: string) => void };
  readonly _cipher: PacketCipher;
  /** Undefined until the peer has sent its version. */
  readonly _decipher: PacketDecipher;
  readonly _packetRW: {
    readonly write: {
      readonly allocStart: number;
      /** Where the payload starts in a packet that may be sent even during a key exchange. */
      readonly allocStartKEX: number;
      alloc(payloadLength: number, force?: boolean): Buffer;
      finalize(packet: Buffer, force?: boolean): Buffer;
    };
  };
  _onPayload: (payload: Buffer) => unknown;
  _onPacket: () => void;
  _onHeader: (header: unknown) => void;
  _onHandshakeComplete: (...negotiated: unknown[]) => void;
  rekey(): void;
  serviceAccept(service: string): void;
  /** Sends DISCONNECT with this reason code. */
  disconnect(code: number): void;
}

/** ssh2's current key exchange, or the last one. */
export interface KeyExchange {
  remoteExtInfoEnabled: boolean;
  readonly sessionID: Buffer;
  readonly negotiated: { readonly kex: string; serverHostKey: string };
  /** The host key to sign with: set by a server before `finish`. */
  _hostKey?: HostKey;
  /** Made by `generateKeys` unless it is already set. */
  _dh?: { getPrime(): Buffer; getGenerator(): Buffer; computeSecret(theirs: Buffer): Buffer };
  _public: Buffer | null;
  generateKeys(): void;
  finish(...args: unknown[]): unknown;
  getDHParams(): { readonly prime: Buffer } | undefined;
}

/** What ssh2's server uses of a host key. */
export type HostKey = Pick<ParsedKey, 'type' | 'sign' | 'getPublicSSH'>;

interface NameList {
  readonly array: readonly string[];
}

type DirectionLists = Readonly<Record<'cipher' | 'mac' | 'compress', NameList>>;

/** ssh2's `KexInit`: the algorithm lists of one side. */
export interface KeyExchangeOffer {
  constructor: new (lists: object) => KeyExchangeOffer;
  readonly lists: {
    readonly kex: NameList;
    readonly serverHostKey: NameList;
    readonly cs: DirectionLists;
    readonly sc: DirectionLists;
  };
}

export interface PacketCipher {
  allocPacket(payloadLength: number): Buffer;
  readonly _encBlockLen?: number;
  readonly _aadLen?: number;
  readonly _macLen?: number;
}

export interface PacketDecipher {
  /** Packets received, this one included. */
  readonly inSeqno: number;
  _onPayload: (payload: Buffer) => unknown;
  decrypt(data: Buffer, from: number, to: number): unknown;
}

const supportedVersion = '1.17.0';
const require = createRequire(import.meta.url);

type SendPacket = (protocol: Protocol, packet: Buffer, bypass?: boolean) => boolean;

interface Library {
  /**
   * Passes a finished packet to the cipher, or parks it during a key exchange (unless `bypass`). Returns false where it
   * was parked.
   */
  readonly sendPacket: SendPacket;
  /** A signature by a key of this type, in SSH form. */
  readonly convertSignature: (signature: Buffer, keyType: string) => Buffer;
}

const library = load();
export const { sendPacket, convertSignature: signatureInSshForm } = library;

function load(): Library {
  const { version } = require('ssh2/package.json') as { version: string };
  if (version !== supportedVersion)
    throw new Error(`ssh2 ${supportedVersion} is needed, not ${version}: src/ssh uses its private members`);
  const utils = require('ssh2/lib/protocol/utils.js') as Partial<Library>;
  const { sendPacket, convertSignature } = utils;
  if (!sendPacket || !convertSignature) throw new Error('ssh2 lacks functions that src/ssh uses');
  keepWholeVersionLine();
  return { sendPacket, convertSignature };
}

const members = [
  '_server',
  '_authenticated',
  '_authsQueue',
  '_hostKeys',
  '_kexinit',
  '_queue',
  '_kex',
  '_skipNextInboundPacket',
  '_offer',
  '_handlers',
  '_cipher',
  '_decipher',
  '_packetRW',
] as const;
const methods = [
  '_onPayload',
  '_onPacket',
  '_onHeader',
  '_onHandshakeComplete',
  'rekey',
  'serviceAccept',
  'disconnect',
] as const;

/** The protocol object of a connection, checked to have every member that we use. */
export function protocolOf(connection: Client | Connection): Protocol {
  const { _protocol: protocol } = connection as unknown as { _protocol: Protocol };
  const missing = [
    ...members.filter((name) => !(name in protocol)),
    ...methods.filter((name) => typeof protocol[name] !== 'function'),
    ...(['alloc', 'finalize'] as const).filter((name) => typeof protocol._packetRW.write[name] !== 'function'),
  ];
  if (missing.length > 0) throw new Error(`ssh2 lacks private members that src/ssh uses: ${missing.join(', ')}`);
  return protocol;
}

/** Sends one payload, even during a key exchange, when only transport messages may be sent. */
export function sendDuringKeyExchange(protocol: Protocol, payload: Buffer): void {
  const { write } = protocol._packetRW;
  const packet = write.alloc(payload.length, true);
  packet.set(payload, write.allocStartKEX);
  sendPacket(protocol, write.finalize(packet, true), true);
}
