import { describeWithSshdAnd } from '../support/requirements.ts';
import { itTransfers } from './large-transfers.ts';

// Many times what a window holds, under several keys on either leg. `npm run soak` sends a gigabyte.
describeWithSshdAnd(['rsync', 'sha256sum'], '32 MiB arrive unchanged, with the right exit status,', () => {
  itTransfers({ size: 32 * 2 ** 20, limit: 60_000, rekeyLimit: '8M' });
});
