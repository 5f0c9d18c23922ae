import { isGroup, isPublicValue } from './diffie-hellman.ts';
import { type AlgorithmLists, findNoCommonAlgorithm, isGuessRight, readKeyExchangeInit } from './negotiation.ts';
import { computeInGroup } from './patches/group-exchange.ts';
import { skipGuessedPacket } from './patches/guessed-packet.ts';
import type { Protocol } from './ssh2-internals.ts';
import { WireReader } from './wire.ts';

const messages = { kexInit: 20, init: 30, reply: 31, group: 31, groupReply: 33 } as const;

/**
 * Checks the messages of every key exchange before ssh2 sees them, and reports faults to `refuse`: no common algorithm,
 * and Diffie-Hellman values out of range. (OpenSSL refuses a point that is not on its curve.)
 */
export function guardKeyExchanges(protocol: Protocol, refuse: (fault: Error) => void): void {
  const guard = new Guard(protocol, refuse);
  const { _onHeader: onHeader, _onPayload: onPayload } = protocol;
  protocol._onHeader = (header) => {
    guard.takeOver();
    onHeader(header);
  };
  protocol._onPayload = (payload) => {
    if (payload[0] !== messages.kexInit) return onPayload(payload);
    const result = guard.pass(payload, onPayload);
    guard.takeOver();
    return result;
  };
  guard.takeOver();
}

class Guard {
  constructor(
    private readonly protocol: Protocol,
    private readonly refuse: (fault: Error) => void,
  ) {}

  /** During a key exchange ssh2 passes messages to a handler of its own, a new one each time. */
  takeOver(): void {
    const { _decipher: decipher } = this.protocol;
    if (!decipher) return;
    const original = decipher._onPayload;
    decipher._onPayload = (payload) => this.pass(payload, original);
  }

  pass(payload: Buffer, original: (payload: Buffer) => unknown): unknown {
    if (this.protocol._skipNextInboundPacket) return original(payload);
    const fault = this.faultIn(payload);
    if (fault) return void this.refuse(fault);
    const result = original(payload);
    if (payload[0] === messages.kexInit) this.judgeGuess(payload);
    return result;
  }

  private faultIn(payload: Buffer): Error | undefined {
    try {
      if (payload[0] === messages.kexInit) return this.noCommonAlgorithm(payload);
      return this.isInRange(payload) ? undefined : new Error('a Diffie-Hellman value is out of range');
    } catch (error) {
      // ssh2 refuses a message that is cut short.
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }

  private noCommonAlgorithm(payload: Buffer): Error | undefined {
    const role = this.protocol._server ? 'server' : 'client';
    return findNoCommonAlgorithm(this.ours, readKeyExchangeInit(payload), role);
  }

  private judgeGuess(payload: Buffer): void {
    const theirs = readKeyExchangeInit(payload);
    skipGuessedPacket(this.protocol, theirs.guessed && !isGuessRight(this.ours, theirs));
  }

  private isInRange(payload: Buffer): boolean {
    const { _kex: exchange, _server: isServer } = this.protocol;
    const method = exchange?.negotiated.kex ?? '';
    if (!method.startsWith('diffie-hellman-')) return true;
    const isGroupExchange = method.includes('group-exchange');
    const reader = new WireReader(payload, 1);
    if (isServer) return payload[0] !== messages.init || isPublicValue(reader.string(), this.prime);
    if (isGroupExchange && payload[0] === messages.group) return this.takeGroup(reader.string(), reader.string());
    if (payload[0] !== (isGroupExchange ? messages.groupReply : messages.reply)) return true;
    reader.string();
    return isPublicValue(reader.string(), this.prime);
  }

  private takeGroup(prime: Buffer, generator: Buffer): boolean {
    if (!isGroup(prime, generator)) return false;
    computeInGroup(this.protocol._kex, Buffer.from(prime), Buffer.from(generator));
    return true;
  }

  private get prime(): Buffer {
    const { _kex: exchange } = this.protocol;
    exchange.generateKeys();
    return exchange.getDHParams()!.prime;
  }

  private get ours(): AlgorithmLists {
    const { kex, serverHostKey, cs, sc } = this.protocol._offer.lists;
    const both = (name: 'cipher' | 'mac' | 'compress') => [cs[name].array, sc[name].array];
    return {
      names: [kex.array, serverHostKey.array, ...both('cipher'), ...both('mac'), ...both('compress')],
      guessed: false,
    };
  }
}
