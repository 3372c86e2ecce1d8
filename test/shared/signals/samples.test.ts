import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { route } from '../../../shared/signals/route.ts';
import { routes } from '../../../shared/signals/routes.ts';
import { kindOf, kinds, sample, sampleNames, understand } from './samples.ts';

const names = kinds.flatMap(sampleNames);
const readme = readFileSync(new URL('../../../events/README.md', import.meta.url), 'utf8');

/** Per sample: what a source does with it. The remediations' own verdicts are not its business. */
const expected: Readonly<Record<string, readonly string[]>> = {
  'cloudtrail/01-training-bucket-created': ['s3 partner-exchange'],
  'cloudtrail/02-training-bucket-acl-made-public': ['s3 vision-datasets'],
  'cloudtrail/03-training-bucket-policy-made-public': ['s3 vision-datasets'],
  'cloudtrail/04-training-bucket-public-access-block-deleted': ['s3 vision-datasets'],
  'cloudtrail/05-training-bucket-public-access-block-weakened': ['s3 vision-datasets'],
  'cloudtrail/06-public-mirror-policy-replaced': ['s3 open-images-mirror'],
  'cloudtrail/07-endpoint-config-created-without-key': ['sagemaker fraud-detector-cfg-1'],
  'cloudtrail/08-endpoint-created-without-key': ['sagemaker fraud-detector'],
  'cloudtrail/09-endpoint-updated-without-key': ['sagemaker fraud-detector'],
  'cloudtrail/10-endpoint-on-local-storage': ['sagemaker support-rag'],
  'cloudtrail/11-endpoint-with-key': ['sagemaker churn-scorer'],
  'cloudtrail/12-audit-trail-stopped': ['audit arn:aws:cloudtrail:eu-central-1:111122223333:trail/org-audit'],
  'cloudtrail/13-audit-trail-stopped-by-cloudformation': [
    'audit arn:aws:cloudtrail:eu-central-1:111122223333:trail/org-audit',
  ],
  'cloudtrail/14-denied-call': ['the call failed and changed nothing ("AccessDenied")'],
  'cloudtrail/15-our-own-undo': ['s3 fraud-training-data'],
  'cloudtrail/16-notebook-created-with-root-access': ['sagemaker fraud-exploration'],
  'cloudtrail/17-notebook-created-with-imdsv1': ['sagemaker rag-prototype'],
  'cloudtrail/18-notebook-updated': ['sagemaker churn-features'],
  'cloudtrail/19-endpoint-scaled-to-one-instance': ['sagemaker returns-forecast'],
  'cloudtrail/20-data-captured-without-key': ['sagemaker returns-forecast-cfg'],
  'cloudtrail/21-no-data-captured': ['sagemaker sentiment-cfg'],
  'cloudtrail/22-notebook-without-network-started': ['sagemaker hackathon'],
  'cloudtrail/23-domain-opened': ['sagemaker d-fraudstudio01'],
  'cloudtrail/24-domain-created': ['sagemaker d-ragstudio0001'],
  'cloudtrail/40-invocation-logging-deleted': ['bedrock eu-central-1'],
  'cloudtrail/41-invocation-logging-extended': ['bedrock us-east-1'],
  'cloudtrail/42-guardrail-weakened': ['bedrock gr4support01'],
  'cloudtrail/43-guardrail-created': ['bedrock gr4contracts'],
  'cloudtrail/44-data-source-created-without-key': ['bedrock KBCONTRACT|DSHANDBOOK'],
  'cloudtrail/45-data-source-with-key': ['bedrock KBCONTRACT|DSMINUTES1'],
  'cloudtrail/46-prompt-created-without-key': ['bedrock PRMPTCLAIM'],
  'cloudtrail/47-prompt-with-key': ['bedrock PRMPTLEGAL'],
  'cloudtrail/48-api-key-that-never-expires': ['bedrock chat-prototype/ACCAEXAMPLE00000000001'],
  'cloudtrail/49-api-key-for-a-month': ['bedrock hackathon/ACCAEXAMPLE00000000003'],
  'cloudtrail/50-full-access-for-a-role': ['bedrock support-assistant'],
  'cloudtrail/51-full-access-for-a-user': ['bedrock hackathon'],
  'cloudtrail/52-reading-access-for-a-role': ['bedrock contract-search'],
  'config/01-public-training-bucket': ['s3 fraud-training-data'],
  'config/02-public-training-bucket-security-hub': ['s3 fraud-training-data'],
  'config/03-public-training-bucket-organization-rule': ['s3 fraud-training-data'],
  'config/04-public-training-bucket-control-tower': ['s3 vision-datasets'],
  'config/05-endpoint-config-without-key-conformance-pack': ['sagemaker fraud-detector-cfg-1'],
  'config/06-endpoint-config-without-key-first-evaluation': ['sagemaker support-rag-cfg-1'],
  'config/07-endpoint-config-without-key-periodic-rule': ['sagemaker fraud-detector-cfg-1'],
  'config/08-unused-endpoint-config': ['sagemaker abandoned-cfg'],
  'config/09-bucket-gone': ['s3 retired-datasets'],
  'config/10-bucket-private-again': ['s3 llm-corpus'],
  'config/11-compliant': ['the resource is compliant (COMPLIANT)'],
  'config/12-not-applicable': ['the rule does not apply to the resource, or the resource is gone (NOT_APPLICABLE)'],
  'config/13-rule-nobody-answers': ['nobody llm-corpus'],
  'config/14-notebook-with-root-access-stopped': ['sagemaker churn-features'],
  'config/15-notebook-on-old-platform': ['sagemaker vision-labels'],
  'config/16-notebook-platform-current': ['sagemaker churn-features'],
  'config/17-model-not-isolated': ['sagemaker sentiment-model'],
  'config/18-model-isolated': ['sagemaker support-rag-model'],
  'config/19-model-outside-vpc': ['sagemaker translation-model'],
  'config/20-unused-model-outside-vpc': ['sagemaker retired-model'],
  'config/21-endpoint-config-with-one-instance': ['sagemaker fraud-detector-cfg-1'],
  'config/22-notebook-with-direct-internet': ['sagemaker pricing-sandbox'],
  'config/23-stopped-notebook-without-key': ['sagemaker labelling-archive'],
  'config/24-notebook-in-vpc': ['sagemaker churn-features'],
  'config/25-domain-with-running-apps': ['sagemaker d-visionstudio1'],
  'config/26-image-without-tags': ['sagemaker pytorch-gpu'],
  'config/27-app-image-config-tagged': ['sagemaker pytorch-gpu'],
  'inspector/01-critical-in-model-image': [`sagemaker ${image()}`],
  'inspector/02-high-with-exploit-in-model-image': [`sagemaker ${image()}`],
  'inspector/03-critical-in-image-and-function': [`sagemaker ${image()}`, 'nobody fraud-features'],
  'inspector/04-medium-in-model-image': [`sagemaker ${image()}`],
  'inspector/05-closed': ['the finding is closed: the vulnerability is gone'],
  'inspector/06-suppressed': ['the finding is suppressed by a rule in Inspector'],
  'inspector/07-azure-virtual-machine': ['the finding is about a resource of "AZURE", not of AWS'],
};

function image(): string {
  return 'fraud-inference@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
}

describe('the sample events', () => {
  test('are all expected to come to something', () => {
    expect(names).toEqual(Object.keys(expected));
  });

  test.each(names)('%s comes to what it should', (name) => {
    const { signals, ignored } = understand(kindOf(name), sample(name));
    const came = signals.map((signal) => {
      const [to] = route(signal, routes);
      return `${to?.remediator ?? 'nobody'} ${signal.resource.id}`;
    });

    expect([...came, ...ignored.map(({ reason }) => reason)]).toEqual(expected[name]);
  });

  test.each(names)('%s is explained in the README', (name) => {
    expect(readme).toContain(`\`${name.split('/')[1]}\``);
  });

  test('have ids of their own, in the order of their times', () => {
    const ids = names.map((name) => sample(name)['id']);
    const times = names.map((name) => JSON.stringify(sample(name)['time']));

    expect(new Set(ids).size).toBe(names.length);
    expect(times).toEqual(times.toSorted());
  });

  test('speak of made-up accounts alone', () => {
    const accounts = names.flatMap((name) =>
      JSON.stringify(sample(name)).match(/(?<![0-9a-fA-F])\d{12}(?![0-9a-fA-F])/g),
    );

    // The twelve zeros are the end of Azure's empty subscription id.
    expect(new Set(accounts)).toEqual(new Set(['111122223333', '000000000000']));
  });
});
