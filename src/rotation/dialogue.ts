import type { HostConversation, HostTask } from './rotation-host.ts';

/** Where the host's questions are no script's, our own clock has to do: nothing is typed once the rotation is no longer ours. */
export class Dialogue {
  hasTyped = false;

  constructor(
    private readonly answerOf: HostConversation['answer'],
    private readonly task: HostTask,
  ) {}

  readonly answer: HostConversation['answer'] = (shown) => {
    if (this.task.lease?.isHeld === false) return undefined;
    this.task.touched = true;
    const typed = this.answerOf(shown);
    this.hasTyped ||= typed !== undefined;
    return typed;
  };
}
