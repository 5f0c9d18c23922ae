import type { Protocol } from '../ssh2-internals.ts';

/**
 * Sets whether the packet that the peer has sent on a guess is skipped. ssh2 1.17.0 always skips it, since it compares
 * the guess with the first letter of what was agreed on. It then waits for a packet that does not come (Dropbear's
 * client guesses). To be called when a KEXINIT has been handled.
 */
export function skipGuessedPacket(protocol: Protocol, isWrong: boolean): void {
  protocol._skipNextInboundPacket = isWrong;
}
