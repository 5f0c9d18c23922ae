import { signatureAlgorithms } from '../algorithms.ts';
import { type Protocol, sendPacket } from '../ssh2-internals.ts';
import { uint32, wireString } from '../wire.ts';

const message = Buffer.concat([
  Buffer.from([7]),
  uint32(1),
  wireString('server-sig-algs'),
  wireString(signatureAlgorithms.join(',')),
]);

/** Connections whose first key exchange has finished. */
const begun = new WeakSet<Protocol>();

/**
 * Announces the signature algorithms for user keys (RFC 8308) instead of ssh2 1.17.0. Its list lacks a comma between
 * ecdsa-sha2-nistp521 and rsa-sha2-512, so that clients learn neither, and it names ssh-rsa and ssh-dss. To be called
 * when a key exchange has finished and before ssh2 continues: the message must directly follow the first NEWKEYS, and
 * no other, whatever the client lists again in later exchanges.
 */
export function announceSignatureAlgorithms(protocol: Protocol): void {
  const isFirst = !begun.has(protocol);
  begun.add(protocol);
  if (!isFirst || !protocol._server || !protocol._kex.remoteExtInfoEnabled) return;
  protocol._kex.remoteExtInfoEnabled = false;
  const { write } = protocol._packetRW;
  const packet = write.alloc(message.length);
  packet.set(message, write.allocStart);
  sendPacket(protocol, write.finalize(packet));
}
