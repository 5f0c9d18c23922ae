import type { Leg } from '../../ssh/leg.ts';

/** What the relay needs of either end of a session: an SSH connection has it, and so has a program of ours. */
export type Peer = Pick<
  Leg,
  'send' | 'onPacket' | 'onDrain' | 'onClose' | 'backlog' | 'pause' | 'resume' | 'isPaused' | 'end' | 'destroy'
>;
