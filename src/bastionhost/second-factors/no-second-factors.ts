import { Injectable } from '@nestjs/common';
import { SecondFactors } from '../second-factors.api.ts';

/** Wants no second factor of anybody. */
@Injectable()
export class NoSecondFactors extends SecondFactors {
  override async demand(): Promise<undefined> {
    return undefined;
  }

  override async verify(): Promise<boolean> {
    return false;
  }
}
