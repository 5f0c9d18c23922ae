import { BastionhostAction } from '../bastionhost-action.ts';
import {
  AccountsOfShareKey,
  AccountsOfShareKeyRequest,
  AccountsOfShareKeyResponse,
} from '../shapes/share-key-attachments.ts';

@BastionhostAction({
  request: AccountsOfShareKeyRequest,
  response: AccountsOfShareKeyResponse,
  route: 'POST /bastionhost/host-share-keys:detach-host-accounts',
})
export class DetachHostAccountsFromHostShareKey extends AccountsOfShareKey {
  protected override readonly change = 'detach';
}
