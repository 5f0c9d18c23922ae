import { Injectable, Logger } from '@nestjs/common';
import { PasswordChange } from '../../../bastionhost/password-change.api.ts';
import { TotpEnrolment } from '../../../bastionhost/totp-enrolment.api.ts';
import { newRequestId } from '../../../common/identifiers.ts';
import { BrokerTrail } from '../../broker-trail.ts';
import type { Errand } from '../../engineer.ts';
import { conversation, type Dialogue } from '../../local/conversation.ts';
import type { StartProgram } from '../../local/program.ts';
import { changePassword } from './change-password.ts';
import type { Errander, ErrandEnd } from './errand-end.ts';
import { enrolTotp } from './enrol-totp.ts';

/** The programs by which engineers look after their own login. Each run leaves a row in the audit trail. */
@Injectable()
export class Errands {
  private readonly logger = new Logger('broker');

  constructor(
    private readonly passwords: PasswordChange,
    private readonly enrolment: TotpEnrolment,
    private readonly trail: BrokerTrail,
  ) {}

  /** Calls `ended` and then ends, with status 0 where the errand is done. */
  program(errand: Errand, errander: Errander, ended: (end: ErrandEnd) => void): StartProgram {
    return conversation(async (dialogue) => {
      const end = await this.run(errand, errander, dialogue);
      dialogue.terminal.write(`${end.text}\n`);
      ended(end);
      return end.result === 'OK' ? 0 : 1;
    });
  }

  private async run(errand: Errand, errander: Errander, dialogue: Dialogue): Promise<ErrandEnd> {
    const { user, source } = errander;
    const origin = { requestId: newRequestId(), sourceAddress: source.address };
    try {
      const end = await this.attempt(errand, errander, dialogue);
      await this.trail.errand(user, origin, errand, end.result);
      return end;
    } catch (error) {
      const { requestId: request } = origin;
      this.logger.error({ message: 'errand failed', errand, request, user: user.userName, cause: String(error) });
      return { result: 'Failed', text: `sallyport: this does not work at the moment (request ${request})` };
    }
  }

  private attempt(errand: Errand, errander: Errander, dialogue: Dialogue): Promise<ErrandEnd> {
    return errand === 'ChangePassword'
      ? changePassword(dialogue, this.passwords, errander)
      : enrolTotp(dialogue, this.enrolment, errander);
  }
}
