import { Module } from '@nestjs/common';
import { Mailer } from './mailer.ts';

/** Mail to the users of the products. */
@Module({ providers: [Mailer], exports: [Mailer] })
export class MailModule {}
