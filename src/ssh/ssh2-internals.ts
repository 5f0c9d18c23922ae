import { createRequire } from 'node:module';
import type { Client, Connection } from 'ssh2';
import { keepWholeVersionLine } from './patches/version-line.ts';

/** The private members of ssh2's `Protocol` that the connection layer hooks into. */
export interface Protocol {
  readonly _server: boolean;
  readonly _authenticated: boolean;
  /** Methods that were asked for and not answered. */
  readonly _authsQueue: readonly string[];
  /** Set while a key exchange runs. */
  readonly _kexinit: Buffer | undefined;
  /** Packets that wait for the end of a key exchange. */
  readonly _queue: readonly Buffer[] | undefined;
  readonly _kex: { remoteExtInfoEnabled: boolean };
  _offer: KeyExchangeOffer;
  readonly _cipher: PacketCipher;
  readonly _packetRW: {
    readonly write: {
      readonly allocStart: number;
      /** Where the payload starts in a packet that is sent in the middle of a key exchange too. */
      readonly allocStartKEX: number;
      alloc(payloadLength: number, force?: boolean): Buffer;
      finalize(packet: Buffer, force?: boolean): Buffer;
    };
  };
  _onPayload: (payload: Buffer) => unknown;
  _onPacket: () => void;
  _onHandshakeComplete: (...negotiated: unknown[]) => void;
  rekey(): void;
}

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

const supportedVersion = '1.17.0';
const require = createRequire(import.meta.url);

type SendPacket = (protocol: Protocol, packet: Buffer, bypass?: boolean) => boolean;

/** Gives a finished packet to the cipher, or parks it while a key exchange runs (unless `bypass`); false when it was parked. */
export const sendPacket = load();

function load(): SendPacket {
  const { version } = require('ssh2/package.json') as { version: string };
  if (version !== supportedVersion)
    throw new Error(`ssh2 ${supportedVersion} is needed, not ${version}: src/ssh uses its private members`);
  const library = require('ssh2/lib/protocol/utils.js') as { sendPacket?: unknown };
  if (typeof library.sendPacket !== 'function') throw new Error('ssh2 lacks sendPacket');
  keepWholeVersionLine();
  return library.sendPacket as SendPacket;
}

const members = [
  '_server',
  '_authenticated',
  '_authsQueue',
  '_kexinit',
  '_queue',
  '_kex',
  '_offer',
  '_cipher',
  '_packetRW',
] as const;
const methods = ['_onPayload', '_onPacket', '_onHandshakeComplete', 'rekey'] as const;

/** The protocol object of a connection, checked to have every member that is used. */
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
