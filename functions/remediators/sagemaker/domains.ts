import type {
  DescribeDomainCommandInput,
  DescribeDomainResponse,
  ListDomainsCommandInput,
  ListDomainsResponse,
} from '@aws-sdk/client-sagemaker';
import { tagsByKey } from './tags.ts';

interface Domains {
  readonly sagemaker: {
    DescribeDomain(input: DescribeDomainCommandInput): Promise<DescribeDomainResponse>;
    ListDomains(input: ListDomainsCommandInput): Promise<ListDomainsResponse>;
  };
}

/** The domain's tags, by key. */
export async function domainTags(
  DomainId: string,
  aws: Pick<Domains, 'sagemaker'> & Parameters<typeof tagsByKey>[0],
): Promise<Record<string, string>> {
  const { DomainArn = '' } = await aws.sagemaker.DescribeDomain({ DomainId });
  return tagsByKey(aws, DomainArn);
}

/** All domains, for the sweep. */
export async function* allDomains({ sagemaker }: Domains) {
  let NextToken: string | undefined;
  do {
    const page: ListDomainsResponse = await sagemaker.ListDomains(NextToken === undefined ? {} : { NextToken });
    for (const { DomainId: id } of page.Domains ?? []) {
      if (id !== undefined) yield { resource: { type: 'AWS::SageMaker::Domain', id } };
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
}
