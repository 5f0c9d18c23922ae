import { isTypable } from '../../common/typable-name.ts';
import { invalidParameter } from '../bastionhost.errors.ts';

// Engineers type `user@account@host`. Names that are there already stay as they are: only those to be given are judged.

/** @throws InvalidParameter when nobody can type it at logon */
export function assertHostName(name: string): void {
  if (!isTypable(name) || name.includes('@')) throw invalidParameter('HostName');
}

/** May hold `@`, as the accounts of a domain do. @throws InvalidParameter when nobody can type it at logon */
export function assertAccountName(name: string): void {
  if (!isTypable(name)) throw invalidParameter('HostAccountName');
}
