import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseEnvelope } from '../../../shared/signals/envelope.ts';
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
  'cloudtrail/130-role-of-training-made-admin': ['bedrock vision-training'],
  'cloudtrail/131-own-policy-widened': ['iam arn:aws:iam::111122223333:policy/ml/feature-pipeline'],
  'cloudtrail/132-reading-policy-written': ['iam fraud-scoring'],
  'cloudtrail/133-agents-role-trusts-any-source': ['iam claims-agents'],
  'cloudtrail/134-role-created-for-own-account': ['iam demand-forecast-training'],
  'cloudtrail/135-boundary-taken-away': ['iam llm-pretraining'],
  'cloudtrail/136-boundary-replaced': ['iam fraud-scoring'],
  'cloudtrail/137-partner-let-in': ['iam partner-notebooks'],
  'cloudtrail/138-admin-under-a-condition': ['iam experiment-runner'],
  'cloudtrail/139-policy-of-nobodys-role': ['iam arn:aws:iam::111122223333:policy/ops/break-glass'],
  'cloudtrail/14-denied-call': ['the call failed and changed nothing ("AccessDenied")'],
  'cloudtrail/140-agents-no-longer-logged': ['audit arn:aws:cloudtrail:eu-central-1:111122223333:trail/bedrock-audit'],
  'cloudtrail/141-features-logged-as-well': [
    'audit arn:aws:cloudtrail:eu-central-1:111122223333:trail/sagemaker-audit',
  ],
  'cloudtrail/142-audit-trail-deleted': ['audit arn:aws:cloudtrail:eu-central-1:111122223333:trail/claims-audit'],
  'cloudtrail/143-unknown-trail-deleted': ['audit arn:aws:cloudtrail:eu-central-1:111122223333:trail/vision-audit'],
  'cloudtrail/144-audit-trail-started': ['audit arn:aws:cloudtrail:eu-central-1:111122223333:trail/sagemaker-audit'],
  'cloudtrail/15-our-own-undo': ['s3 fraud-training-data'],
  'cloudtrail/150-calls-on-models-denied': ['bedrock prompt-lab'],
  'cloudtrail/151-one-call-denied': ['bedrock batch-scoring'],
  'cloudtrail/152-root-user-in-bedrock': ['bedrock 111122223333'],
  'cloudtrail/153-root-user-through-cloudformation': ['no remediation listens to "bedrock:CreateInferenceProfile"'],
  'cloudtrail/154-call-from-outside': ['bedrock PRMPTLEGAL', 'bedrock contract-search'],
  'cloudtrail/155-call-through-vpc-endpoint': ['bedrock PRMPTLEGAL'],
  'cloudtrail/156-call-from-another-account': ['bedrock 444455556666'],
  'cloudtrail/157-call-whose-record-says-otherwise': ['bedrock PRMPTLEGAL', 'bedrock batch-scoring'],
  'cloudtrail/158-root-user-without-a-record': ['bedrock 111122223333'],
  'cloudtrail/16-notebook-created-with-root-access': ['sagemaker fraud-exploration'],
  'cloudtrail/17-notebook-created-with-imdsv1': ['sagemaker rag-prototype'],
  'cloudtrail/18-notebook-updated': ['sagemaker churn-features'],
  'cloudtrail/19-endpoint-scaled-to-one-instance': ['sagemaker returns-forecast'],
  'cloudtrail/20-data-captured-without-key': ['sagemaker returns-forecast-cfg'],
  'cloudtrail/21-no-data-captured': ['sagemaker sentiment-cfg'],
  'cloudtrail/22-notebook-without-network-started': ['sagemaker hackathon'],
  'cloudtrail/23-domain-opened': ['sagemaker d-fraudstudio01'],
  'cloudtrail/24-domain-created': ['sagemaker d-ragstudio0001'],
  'cloudtrail/25-audit-trail-running-again': ['audit arn:aws:cloudtrail:eu-central-1:111122223333:trail/bedrock-audit'],
  'cloudtrail/36-monitoring-scheduled-without-isolation': ['sagemaker fraud-drift'],
  'cloudtrail/37-monitoring-schedule-right': ['sagemaker churn-bias'],
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
  'cloudtrail/53-agent-guardrail-taken-away': ['bedrock AGCLAIMS01'],
  'cloudtrail/54-agent-with-guardrail-created': ['bedrock AGSEARCH01'],
  'cloudtrail/55-contained-alias-reopened': ['bedrock AGCLAIMS01|ALPARTNER1'],
  'cloudtrail/56-agent-alias-updated': ['bedrock AGCLAIMS01|ALCLERKS01'],
  'cloudtrail/57-custom-model-job-without-key': [`bedrock ${customizationJob('cl41mt0n3abc')}`],
  'cloudtrail/58-custom-model-job-with-key': [`bedrock ${customizationJob('c0ntr4ctsabc')}`],
  'cloudtrail/59-training-bucket-encryption-deleted': ['bedrock llm-corpus'],
  'cloudtrail/60-agent-runtime-created-in-public': ['agentcore claims_agent-Qx7Lm2Np4R'],
  'cloudtrail/61-agent-runtime-updated-in-vpc': ['agentcore pricing_agent-Uv5Wx8Yz1A'],
  'cloudtrail/62-gateway-created-without-authorisation-and-key': ['agentcore partner-tools-x3v9b6n2c7'],
  'cloudtrail/63-gateway-updated': ['agentcore claims-tools-h5k2m8p1q4'],
  'cloudtrail/64-memory-created-without-key': ['agentcore claims_memory-Ab3Cd5Ef7G'],
  'cloudtrail/65-browser-created-in-public': ['agentcore research_browser-Hj4Kl6Mn8P'],
  'cloudtrail/66-code-interpreter-created-in-vpc': ['agentcore claims_sums-Yz9Ab1Cd3E'],
  'cloudtrail/67-log-group-key-taken-away': ['bedrock /ml-platform/bedrock-invocations'],
  'cloudtrail/68-log-group-of-notebooks-without-key': ['bedrock /ml-platform/notebooks'],
  'cloudtrail/69-reading-access-for-a-user': ['bedrock chat-prototype'],
  'cloudtrail/70-automl-job-outside-vpc': ['sagemaker churn-autopilot'],
  'cloudtrail/71-automl-job-in-vpc': ['sagemaker churn-autopilot-2'],
  'cloudtrail/80-domain-with-iam-users': ['sagemaker d-hackathon0001'],
  'cloudtrail/81-feature-group-without-keys': ['sagemaker customer-features'],
  'cloudtrail/82-feature-group-with-keys': ['sagemaker device-features'],
  'cloudtrail/83-experiment-stores-without-key': ['sagemaker fraud-shadow'],
  'cloudtrail/84-experiment-on-volumes-without-key': ['sagemaker ranking-shadow'],
  'cloudtrail/85-lifecycle-script-with-password': ['sagemaker install-packages'],
  'cloudtrail/86-lifecycle-script-updated': ['sagemaker stop-when-idle'],
  'cloudtrail/87-studio-script-with-password': ['sagemaker clone-repositories'],
  'cloudtrail/88-studio-script-created': ['sagemaker set-proxy'],
  'cloudtrail/90-enforced-guardrail-deleted': ['bedrock eu-central-1'],
  'cloudtrail/91-enforced-guardrail-of-another-region': ['bedrock us-east-1'],
  'cloudtrail/92-guardrail-deleted': ['bedrock gr4claims001'],
  'cloudtrail/93-guardrail-version-deleted': ['bedrock gr4contracts'],
  'cloudtrail/94-trail-cut-down': ['audit arn:aws:cloudtrail:eu-central-1:111122223333:trail/sagemaker-audit'],
  'cloudtrail/95-trail-settings-right': ['audit arn:aws:cloudtrail:eu-central-1:111122223333:trail/org-audit'],
  'cloudtrail/96-image-scanning-disabled': ['audit eu-central-1'],
  'cloudtrail/97-instance-scanning-disabled': ['audit us-east-1'],
  'cloudtrail/98-config-recorder-stopped': ['audit eu-central-1'],
  'cloudtrail/99-config-recorder-for-all-types': ['audit us-east-1'],
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
  'config/28-notebook-outside-vpc': ['sagemaker hackathon'],
  'config/50-image-from-foreign-registry': ['sagemaker support-rag-model'],
  'config/51-image-from-own-registry': ['sagemaker sentiment-model'],
  'config/55-agent-runtime-in-public': ['agentcore claims_agent-Qx7Lm2Np4R'],
  'config/56-memory-with-key': ['agentcore pricing_memory-Hi9Jk2Lm4N'],
  'config/57-browser-in-vpc': ['agentcore audit_browser-Op3Qr5St7U'],
  'config/58-browser-recorded': ['agentcore audit_browser-Op3Qr5St7U'],
  'config/59-code-interpreter-in-sandbox': ['agentcore pricing_sums-Rs2Tu4Vw6X'],
  'config/60-monitoring-traffic-in-clear': ['sagemaker returns-quality-def'],
  'config/61-unused-job-definition': ['sagemaker retired-bias-def'],
  'config/62-explaining-jobs-not-isolated': ['sagemaker fraud-explained-def'],
  'config/63-training-bucket-changed': ['bedrock fraud-training-data'],
  'config/64-corpus-bucket-changed-oversized': ['bedrock llm-corpus'],
  'config/65-notebook-deleted': ['the resource was deleted (ResourceDeleted)'],
  'config/66-policy-of-a-role-with-admin-access': ['iam ANPA98C3FCE1C68E48D18'],
  'guardduty/01-model-invocations-of-a-role': ['bedrock support-assistant'],
  'guardduty/02-costs-run-up-by-a-user': ['bedrock chat-prototype'],
  'guardduty/03-prompts-injected-by-a-role': ['bedrock contract-search'],
  'guardduty/04-role-of-a-service': ['bedrock AWSReservedSSO_Builders_0a1b2c3d4e5f6071'],
  'guardduty/05-archived': ['the finding is archived: somebody or a rule has put it aside'],
  'guardduty/06-sample': ["the finding is one of GuardDuty's samples"],
  'guardduty/07-finding-nobody-answers': [
    'no remediation takes findings of type "UnauthorizedAccess:IAMUser/ConsoleLoginSuccess.B"',
  ],
  'guardduty/08-role-gone': ['bedrock support-assistant-2025'],
  'inspector/01-critical-in-model-image': [`sagemaker ${image()}`],
  'inspector/02-high-with-exploit-in-model-image': [`sagemaker ${image()}`],
  'inspector/03-critical-in-image-and-function': [`sagemaker ${image()}`, 'compute fraud-features'],
  'inspector/04-medium-in-model-image': [`sagemaker ${image()}`],
  'inspector/05-closed': ['the finding is closed: the vulnerability is gone'],
  'inspector/06-suppressed': ['the finding is suppressed by a rule in Inspector'],
  'inspector/07-azure-virtual-machine': ['the finding is about a resource of "AZURE", not of AWS'],
  'inspector/08-exploit-in-image-that-runs': [`sagemaker claims-inference@sha256:${'bad0'.repeat(16)}`],
  'inspector/20-exploit-in-function-of-pipeline': ['compute claims-features'],
  'inspector/21-exploit-in-function-of-nobody': ['compute invoice-mailer'],
  'inspector/22-medium-in-function-of-pipeline': ['compute churn-features'],
  'inspector/25-exploit-in-training-instance': ['compute i-0a1b2c3d4e5f60718'],
  'inspector/26-critical-in-instance-of-auto-scaling-group': ['compute i-0b1c2d3e4f5061728'],
  'inspector/27-instance-terminated': ['compute i-0c1d2e3f405162738'],
  'sagemaker/01-training-job-without-vpc': ['sagemaker fraud-xgboost-1120'],
  'sagemaker/02-training-job-without-vpc-once-more': ['sagemaker fraud-xgboost-1120'],
  'sagemaker/03-training-job-in-order': ['sagemaker fraud-xgboost-1119'],
  'sagemaker/04-training-job-over-by-now': ['sagemaker fraud-xgboost-1112'],
  'sagemaker/05-part-of-a-tuning-job': ['sagemaker fraud-tuning-007-4c1f'],
  'sagemaker/06-processing-job-not-isolated': ['sagemaker fraud-features-1120'],
  'sagemaker/07-transform-job-without-keys': ['sagemaker review-scoring-1120'],
  'sagemaker/08-endpoint-in-service': ['nobody fraud-detector'],
  'sagemaker/09-training-job-with-plain-volume': ['sagemaker fraud-xgboost-1121'],
  'security-hub/01-bucket-open-to-everybody': ['s3 claims-scans'],
  'security-hub/02-resolved-by-us': ['the finding is resolved'],
  'security-hub/03-bucket-right-by-now': ['s3 llm-corpus'],
  'security-hub/04-suppressed': ['the finding is suppressed: somebody or a rule has put it aside'],
  'security-hub/05-control-of-the-account': ['no remediation takes "AwsAccount"'],
  'security-hub/06-finding-of-another-product': [
    'the finding is of "arn:aws:securityhub:eu-central-1::product/prowler/prowler", not of a control of Security Hub',
  ],
  'security-hub/07-bucket-open-to-everybody-v2': ['s3 claims-transcripts'],
  'security-hub/08-resolved-by-us-v2': ['the finding is resolved'],
  'security-hub/09-coverage-v2': ['the finding names no control'],
  'security-hub/10-policy-of-a-role-with-admin-access': ['iam arn:aws:iam::111122223333:policy/ml/quick-start'],
  'trusted-advisor/01-bucket-open-to-everybody': ['s3 claims-photos'],
  'trusted-advisor/02-bucket-right-by-now': ['s3 llm-corpus'],
  'trusted-advisor/03-check-that-nobody-answers': ['audit aws-lambda-functions-using-deprecated-runtimes'],
  'trusted-advisor/04-check-settled-by-now': ['audit iam-access-key-rotation'],
  'trusted-advisor/05-green': ['the check has found nothing that asks for anything ("OK")'],
};

function customizationJob(id: string): string {
  return `arn:aws:bedrock:eu-central-1:111122223333:model-customization-job/amazon.nova-lite-v1:0:300k/${id}`;
}

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
    const times = names.map((name) => parseEnvelope(sample(name)).time);

    expect(new Set(ids).size).toBe(names.length);
    expect(times).toEqual(times.toSorted());
  });

  test('speak of made-up accounts alone', () => {
    const accounts = names.flatMap((name) =>
      JSON.stringify(sample(name)).match(/(?<![0-9a-fA-F])\d{12}(?![0-9a-fA-F])/g),
    );

    // The twelve zeros are the end of Azure's empty subscription id.
    expect(new Set(accounts)).toEqual(new Set(['111122223333', '444455556666', '000000000000']));
  });
});
