import { sealedColumn, type SealedColumn } from '../sealing/sealed-column.api.ts';
import { hostKeyPlace } from './host-keys.ts';

/** What the broker keeps sealed: its own host keys. */
export const brokerSealed: readonly SealedColumn[] = [
  sealedColumn('broker_host_keys', 'sealed_private_key', ['kind'], ({ kind }) => hostKeyPlace(kind)),
];
