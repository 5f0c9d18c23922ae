import { Column, Entity, PrimaryColumn } from 'typeorm';

/** When a user last gave a second factor at an address. */
@Entity('bastion_second_factor_passes')
export class SecondFactorPass {
  @PrimaryColumn({ name: 'user_id', type: 'bigint' })
  userId: string;

  @PrimaryColumn({ type: 'text' })
  address: string;

  @Column({ name: 'passed_at', type: 'timestamptz' })
  passedAt: Date;
}
