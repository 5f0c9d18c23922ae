import { isTypable } from '../../common/typable-name.ts';
import { invalidParameter } from '../bastionhost.errors.ts';

// Engineers type `user@account@host`. Only new names are checked; existing ones stay as they are.

/** @throws InvalidParameter when the name cannot be typed at logon */
export function assertHostName(name: string): void {
  if (!isTypable(name) || name.includes('@')) throw invalidParameter('HostName');
}

/** May contain `@`, as domain accounts do. @throws InvalidParameter when the name cannot be typed at logon */
export function assertAccountName(name: string): void {
  if (!isTypable(name)) throw invalidParameter('HostAccountName');
}
