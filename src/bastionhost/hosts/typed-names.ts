import { isTypable } from '../../common/typable-name.ts';
import { invalidParameter } from '../bastionhost.errors.ts';

// Engineers type `user@account@host`. Only new names are checked; existing ones stay as they are.

/** Whether the name can be typed at logon. */
export function isHostName(name: string): boolean {
  return isTypable(name) && !name.includes('@');
}

/** @throws InvalidParameter when the name cannot be typed at logon */
export function assertHostName(name: string): void {
  if (!isHostName(name)) throw invalidParameter('HostName');
}

/** May contain `@`, as domain accounts do. @throws InvalidParameter when the name cannot be typed at logon */
export function assertAccountName(name: string): void {
  if (!isTypable(name)) throw invalidParameter('HostAccountName');
}
