import type { ListTagsCommand, Tag } from '@aws-sdk/client-sagemaker';
import type { Bound } from '../../../shared/aws/service.ts';

interface TagsAws {
  readonly sagemaker: Bound<{ ListTagsCommand: typeof ListTagsCommand }>;
}

/** Tags of a resource, all pages, without those that AWS services set (`aws:…`), which nobody else may. */
export async function ownTags({ sagemaker }: TagsAws, ResourceArn: string): Promise<{ Key: string; Value: string }[]> {
  const tags: Tag[] = [];
  let NextToken: string | undefined;
  do {
    const page = await sagemaker.ListTags(NextToken === undefined ? { ResourceArn } : { ResourceArn, NextToken });
    tags.push(...(page.Tags ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return tags.map(({ Key = '', Value = '' }) => ({ Key, Value })).filter(({ Key }) => !Key.startsWith('aws:'));
}
