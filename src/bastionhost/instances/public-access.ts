import { Column } from 'typeorm';

/** Addresses of a white list that were entered together. */
export interface WhiteListPolicy {
  readonly description: string;
  /** Up to 50 addresses and networks, separated by commas. */
  readonly entry: string;
}

/** Which public addresses may log on at an instance. Private ones always may. */
export class PublicAccess {
  @Column({ name: 'public_access', type: 'boolean' })
  isEnabled: boolean;

  /** Empty: all of them. */
  @Column({ name: 'white_list', type: 'jsonb' })
  whiteList: readonly WhiteListPolicy[];
}

/** The addresses and networks of a white list, one by one. */
export function addressesOf(whiteList: readonly WhiteListPolicy[]): string[] {
  return whiteList.flatMap(({ entry }) => entry.split(','));
}
