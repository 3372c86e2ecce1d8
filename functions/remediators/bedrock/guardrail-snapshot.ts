import {
  GetGuardrailCommand,
  BedrockClient,
  ListGuardrailsCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-bedrock';
import type { GetGuardrailResponse, Tag } from '@aws-sdk/client-bedrock';
import { orUndefined } from '../../../shared/aws/failure.ts';
import type { BoundServices } from '../../../shared/aws/service.ts';
import { service } from '../../../shared/aws/service.ts';
import type { GuardrailSettings } from './guardrail-settings.ts';
import { settingsOf } from './guardrail-settings.ts';
import { everyItem } from '../../../shared/aws/pages.ts';

/** What it takes to read a guardrail whole. */
export const reading = service('Bedrock', BedrockClient, {
  GetGuardrailCommand,
  ListGuardrailsCommand,
  ListTagsForResourceCommand,
});
type Aws = BoundServices<{ bedrock: typeof reading }>;

/** Everything of a guardrail that counts, in the words in which it is made. */
export interface GuardrailSnapshot {
  readonly draft: GuardrailSettings;
  /** The newest version, which applications use; null where there is none. */
  readonly released: GuardrailSettings | null;
  /** Without those that only AWS may set. */
  readonly tags: readonly Tag[];
}

/** A guardrail's working draft, or undefined where there is no such guardrail. */
export async function draftOf(id: string, aws: Aws): Promise<GetGuardrailResponse | undefined> {
  return orUndefined('ResourceNotFoundException', aws.bedrock.GetGuardrail({ guardrailIdentifier: id }));
}

/** Undefined while the guardrail is on its way to another state, or is gone. */
export async function snapshotOf(id: string, aws: Aws): Promise<GuardrailSnapshot | undefined> {
  const draft = await draftOf(id, aws);
  if (draft?.status !== 'READY') return undefined;
  let newest = 0;
  for await (const { version } of guardrails(aws, id))
    if (version !== 'DRAFT') newest = Math.max(newest, Number(version));
  const released =
    newest === 0
      ? null
      : settingsOf(await aws.bedrock.GetGuardrail({ guardrailIdentifier: id, guardrailVersion: String(newest) }));
  const { tags = [] } = await aws.bedrock.ListTagsForResource({ resourceARN: draft.guardrailArn });
  return {
    draft: settingsOf(draft),
    // The description of a version is the version's own.
    released: released === null ? null : { ...released, description: draft.description },
    tags: tags.filter(({ key = '' }) => !key.startsWith('aws:')),
  };
}

/** The drafts of all guardrails; of one that is named, all of its versions as well. */
export function guardrails(aws: Pick<Aws, 'bedrock'>, guardrailIdentifier?: string) {
  const which = guardrailIdentifier === undefined ? {} : { guardrailIdentifier };
  return everyItem(
    (token) => aws.bedrock.ListGuardrails({ maxResults: 100, ...which, ...token }),
    ({ guardrails: found }) => found,
  );
}
