import { describeWithSshdAnd } from '../support/requirements.ts';
import { itTransfers } from './large-transfers.ts';

describeWithSshdAnd(['rsync', 'sha256sum'], 'a gigabyte arrives as it was, with the right status,', () => {
  itTransfers({ size: 2 ** 30, limit: 280_000 });
});
