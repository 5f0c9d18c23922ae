import { randomInt } from 'node:crypto';
import { Redacted } from '../../common/redacted.ts';

// Nothing that a shell, chpasswd's `user:password` or a person's eye would stumble over.
const classes = ['abcdefghijkmnopqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '!#%+,-./=@^_~'];
const length = 32;

/**
 * 32 random characters, about 190 bits. Passwords that a pwquality or a Windows policy could refuse for their form are thrown away: each of
 * the four classes occurs, the first character is a letter, none stands beside itself, no three neighbours go up or down by one, and the
 * user's name does not occur.
 */
export function randomPassword(userName: string): Redacted<string> {
  for (;;) {
    const text = Array.from({ length }, () => characters[randomInt(characters.length)]).join('');
    if (isAcceptable(text) && !hasName(text, userName)) return new Redacted(text);
  }
}

const characters = classes.join('');

function isAcceptable(text: string): boolean {
  const hasAll = classes.every((characters) => [...text].some((character) => characters.includes(character)));
  return hasAll && /^[A-Za-z]/.test(text) && !/(.)\1/.test(text) && !hasSequence(text);
}

// A name of one or two letters is not looked for by those policies either, and there would be no end to it.
function hasName(text: string, userName: string): boolean {
  return userName.length > 2 && text.toLowerCase().includes(userName.toLowerCase());
}

function hasSequence(text: string): boolean {
  const steps = [...text].slice(1).map((character, index) => character.charCodeAt(0) - text.charCodeAt(index));
  return steps.some((step, index) => Math.abs(step) === 1 && steps[index + 1] === step);
}
