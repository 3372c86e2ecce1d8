import { PublishCommand } from '@aws-sdk/client-sns';
import type { SdkClient } from '../aws/service.ts';
import { printable } from '../aws/failure.ts';

/** A message to people, apart from the event bus: whoever may read the one need not read the other. */
export interface Notices {
  send(notice: { readonly subject: string; readonly text: string }): Promise<void>;
}

/**
 * Notices on an SNS topic. Subjects hold 100 printable ASCII characters at most, messages 256 KB.
 *
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export function snsNotices(client: SdkClient, topicArn: string): Notices {
  return {
    async send({ subject, text }) {
      const ascii = printable(subject, 100).replaceAll(/[^\x20-\x7e]/g, '?');
      await client.send(new PublishCommand({ TopicArn: topicArn, Subject: ascii, Message: text.slice(0, 200_000) }));
    },
  };
}
