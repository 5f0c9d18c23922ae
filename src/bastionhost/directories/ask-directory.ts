import { DirectoryConversation } from './directory-conversation.ts';
import { DirectoryFailure } from './directory-failure.ts';
import { LimitedClient, type DirectoryAddress } from './limited-client.ts';

export interface DirectoryLimits {
  /** For the whole conversation, in milliseconds. */
  readonly ms: number;
  /** For all answers of the server together. */
  readonly answerBytes: number;
}

/** Dials the directory and talks with it, until the limits end that. @throws DirectoryFailure */
export async function askDirectory<T>(
  address: DirectoryAddress,
  { ms, answerBytes }: DirectoryLimits,
  talk: (directory: DirectoryConversation) => Promise<T>,
): Promise<T> {
  const client = new LimitedClient(address, answerBytes);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DirectoryFailure('it does not answer in time', false)), ms);
  });
  try {
    return await Promise.race([talk(new DirectoryConversation(client)), late]);
  } finally {
    clearTimeout(timer);
    client.close();
  }
}
