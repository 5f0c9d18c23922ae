import { Column } from 'typeorm';

export const twoFactorMethods = ['sms', 'email', 'dingtalk', 'totp', 'gmusbkey'] as const;
export type TwoFactorMethod = (typeof twoFactorMethods)[number];

/** What an instance asks its users for beside a password or key. */
export class TwoFactor {
  @Column({ name: 'two_factor_enabled', type: 'boolean' })
  isEnabled: boolean;

  /** Of which users have one. Never empty while it is enabled. */
  @Column({ name: 'two_factor_methods', type: 'text', array: true })
  methods: TwoFactorMethod[];

  /** How many hours a user is not asked again; 0 to 168. */
  @Column({ name: 'two_factor_skip_hours', type: 'integer' })
  skipHours: number;
}
