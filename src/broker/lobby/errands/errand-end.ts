import type { AuthenticatedUser } from '../../../bastionhost/bastionhost.api.ts';

/** Who is on an errand, and from where. */
export interface Errander {
  readonly user: AuthenticatedUser;
  readonly source: { readonly address: string };
}

/** What came of an errand. */
export interface ErrandEnd {
  /** For the audit trail; `OK`: it is done. */
  readonly result: string;
  /** For the engineer. */
  readonly text: string;
}
