import type { AssistantResult } from '../../ecs/ecs.api.ts';
import { HostRefusal } from '../host-refusal.ts';
import type { HostConversation } from '../rotation-host.ts';

/** Whether an account could change its own password: asks for the program only. */
export const passwdRehearsal: HostConversation = {
  program: "/bin/sh -c 'command -v passwd'",
  answer: () => undefined,
  refusal: ({ exitCode }: AssistantResult) => (exitCode === 0 ? undefined : new HostRefusal('CannotElevate', true)),
};
