import { Leg } from './leg.ts';
import { logIn, type TargetOptions } from './target-login.ts';

/**
 * Connects and logs in on a target; its leg is ready for `onPacket`. What comes before that waits.
 * @throws TargetError exactly once, whatever ends the attempt; later on the leg tells its end by `onClose`
 */
export async function dialTarget(options: TargetOptions): Promise<Leg> {
  let leg: Leg | undefined;
  await logIn(options, ({ client, socket }) => (leg = new Leg(client, socket)));
  return leg!;
}
