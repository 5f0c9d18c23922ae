import type { KeyboardAuthContext } from 'ssh2';

/** Asks one question that is answered unseen. Undefined where the client sends another number of answers, or none. */
export function askByKeyboard(
  context: KeyboardAuthContext,
  prompt: string,
  instruction = '',
): Promise<string | undefined> {
  return new Promise((resolve) => {
    context.prompt([{ prompt, echo: false }], '', instruction, (answers: unknown) => {
      resolve(Array.isArray(answers) && answers.length === 1 ? (answers[0] as string) : undefined);
    });
  });
}
