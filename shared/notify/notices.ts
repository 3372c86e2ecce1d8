import { PublishCommand } from '@aws-sdk/client-sns';
import type { SdkClient } from '../aws/service.ts';
import { printable } from '../aws/failure.ts';

/** A message to people, apart from the event bus: whoever may read the one need not read the other. */
export interface Notices {
  send(notice: { readonly subject: string; readonly text: string }): Promise<void>;
}

/** SNS takes 262,144 bytes; below that with room for what it puts around a message. */
const maxTextBytes = 200_000;

/**
 * Notices on an SNS topic. Subjects hold less than 100 printable ASCII characters, messages 256 KB.
 *
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export function snsNotices(client: SdkClient, topicArn: string): Notices {
  return {
    async send({ subject, text }) {
      const ascii = printable(subject, 99).replaceAll(/[^\x20-\x7e]/g, '?');
      await client.send(new PublishCommand({ TopicArn: topicArn, Subject: ascii, Message: cut(text) }));
    },
  };
}

/** Half a character at the end becomes U+FFFD, which has three bytes. */
function cut(text: string): string {
  const bytes = Buffer.from(text);
  return bytes.length > maxTextBytes ? bytes.subarray(0, maxTextBytes).toString() : text;
}
