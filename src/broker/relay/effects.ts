import type { HeldRequest } from './held-requests.ts';
import type { Decision } from './verdict.ts';
import type { Stream } from '../../ssh/messages.ts';

/** The two ends of a session: the engineer's connection and the one to the server. */
export type Side = 'user' | 'target';

export function otherSide(side: Side): Side {
  return side === 'user' ? 'target' : 'user';
}

/** What a channel wants done, in this order: messages to one of its ends, and questions to the gate. */
export type Effect = { readonly to: Side } & (
  | { readonly kind: 'open'; readonly window: number }
  | { readonly kind: 'open-confirmation'; readonly window: number }
  | { readonly kind: 'open-failure'; readonly reason: number; readonly description: string }
  | { readonly kind: 'window-adjust'; readonly amount: number }
  | { readonly kind: 'data'; readonly stream: Stream; readonly data: Uint8Array }
  /** `fields`: name, flag and data, as received or as encoded by us. */
  | { readonly kind: 'request'; readonly name: string; readonly data: Uint8Array; readonly fields: Uint8Array }
  /** The gate is to be asked about a request of this side. */
  | { readonly kind: 'ask'; readonly question: HeldRequest; readonly answer: () => Promise<Decision> }
  | { readonly kind: 'success' | 'failure' | 'eof' | 'close' }
);

/** Takes effects in the order in which they are to happen. */
export type Emit = (effect: Effect) => void;
