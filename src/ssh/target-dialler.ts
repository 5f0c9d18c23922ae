import { Leg } from './leg.ts';
import { logIn, type TargetOptions } from './target-login.ts';

/**
 * Connects and logs in to a target. Payloads wait in the returned leg until `onPacket` is called.
 * @throws TargetError exactly once, whatever ends the attempt; afterwards the leg reports its end by `onClose`
 */
export async function dialTarget(options: TargetOptions): Promise<Leg> {
  let leg: Leg | undefined;
  await logIn(options, ({ client, socket }) => (leg = new Leg(client, socket)));
  return leg!;
}
