import { sealedColumn, type SealedColumn } from '../sealing/sealed-column.api.ts';
import { authorityPlace } from './tls-authority.entity.ts';

/** What TLS keeps sealed: the key of the installation's own authority. */
export const tlsSealed: readonly SealedColumn[] = [
  sealedColumn('tls_authorities', 'sealed_private_key', ['purpose'], ({ purpose }) => authorityPlace(purpose)),
];
