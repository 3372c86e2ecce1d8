import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { PutEventsCommandOutput } from '@aws-sdk/client-eventbridge';
import type { SdkClient } from '../aws/service.ts';
import type { JsonObject } from '../json.ts';

/** What happens in the life of an action, as events for whoever wants to listen. */
export type LifecycleEvent =
  | { readonly type: 'Remediation Started'; readonly detail: JsonObject }
  | { readonly type: 'Remediation Finished'; readonly detail: JsonObject }
  | { readonly type: 'Approval Requested'; readonly detail: JsonObject }
  | { readonly type: 'Escalation'; readonly detail: JsonObject };

export interface LifecycleBus {
  publish(event: LifecycleEvent): Promise<void>;
}

/** PutEvents takes 1 MB a request; below that with room for the envelope. */
const maxDetailBytes = 900_000;

/**
 * Publishes on a custom EventBridge bus with source `redress`.
 *
 * PutEvents answers 200 even if it took nothing: the entry's own error code is what counts.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
export function eventBridgeBus(client: SdkClient, busName: string): LifecycleBus {
  return {
    async publish({ type, detail }) {
      let text = JSON.stringify(detail);
      if (Buffer.byteLength(text) > maxDetailBytes) text = JSON.stringify(essentials(detail));
      const command = new PutEventsCommand({
        Entries: [{ EventBusName: busName, Source: 'redress', DetailType: type, Detail: text }],
      });
      const output = (await client.send(command)) as PutEventsCommandOutput;
      const [entry] = output.Entries ?? [];
      if (entry?.EventId !== undefined) return;
      throw Object.assign(new Error(`EventBridge did not take the event: ${entry?.ErrorMessage ?? 'no answer'}`), {
        name: entry?.ErrorCode ?? 'NotTaken',
      });
    },
  };
}

/** The members that always fit; the whole record lies in the evidence document. */
function essentials(detail: JsonObject): JsonObject {
  const { id, remediation, resource, account, region, status, mode, reason, evidence } = detail;
  return { id, remediation, resource, account, region, status, mode, reason, evidence, truncated: true };
}
