import type { Protocol } from '../ssh2-internals.ts';

/**
 * Says whether the packet that the other side has sent on a guess is to be skipped. ssh2 1.17.0 skips it always, since it compares the
 * guess with the first letter of what was agreed on, and then waits for a packet that does not come (Dropbear's client guesses). To be
 * called when a KEXINIT has been handled.
 */
export function skipGuessedPacket(protocol: Protocol, isWrong: boolean): void {
  protocol._skipNextInboundPacket = isWrong;
}
