import { SNSClient } from '@aws-sdk/client-sns';
import { snsNotices } from '../../shared/notify/notices.ts';
import type { Notices } from '../../shared/notify/notices.ts';

/** Notices on the topic of the environment. Loaded on demand: most executions have nothing to say to people. */
export function lambdaNotices(region: string, topicArn: string): Notices {
  return snsNotices(new SNSClient({ region }), topicArn);
}
