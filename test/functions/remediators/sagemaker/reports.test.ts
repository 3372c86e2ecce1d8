import { describe, expect, it } from 'vitest';
import { domainSso } from '../../../../functions/remediators/sagemaker/domain-sso.ts';
import { featureGroupEncrypted } from '../../../../functions/remediators/sagemaker/feature-group-encrypted.ts';
import { inferenceExperimentDataEncrypted } from '../../../../functions/remediators/sagemaker/inference-experiment-data-encrypted.ts';
import { inferenceExperimentVolumeEncrypted } from '../../../../functions/remediators/sagemaker/inference-experiment-volume-encrypted.ts';
import { lifecycleConfigNoSecrets } from '../../../../functions/remediators/sagemaker/lifecycle-config-no-secrets.ts';
import { modelPrivateRegistry } from '../../../../functions/remediators/sagemaker/model-private-registry.ts';
import type { AccountFile } from '../../../../local/account/state.ts';
import type { Remediation } from '../../../../shared/remediation.ts';
import { experiment, experimenting, key } from '../../../remediations/experiments.ts';
import { model } from '../../../remediations/models.ts';
import { featureGroup } from '../../../remediations/sagemaker-feature-group-encrypted.ts';
import { looking } from '../looking.ts';

const here = 'eu-central-1';

async function assess(remediation: Remediation, type: string, id: string, file: AccountFile, parameters = {}) {
  return looking(remediation, file).assess({ type: `AWS::SageMaker::${type}`, id }, parameters);
}

describe('a domain', () => {
  it('that is just being made has no application yet, and is read again', async () => {
    const settings = { AuthMode: 'SSO' as const, DefaultUserSettings: {} };
    const made = { name: 'studio', status: 'Pending' as const, application: null, settings };
    const file = { regions: { [here]: { sagemaker: { domains: { 'd-1': made } } } } };

    expect(await assess(domainSso, 'Domain', 'd-1', file)).toMatchObject({ state: 'busy' });
  });
});

describe('a feature group', () => {
  const assessGroup = async (file: AccountFile) =>
    assess(featureGroupEncrypted, 'FeatureGroup', 'customer_features', file);

  it('that is being deleted is read again', async () => {
    expect(await assessGroup(featureGroup({}, 'Deleting'))).toMatchObject({ state: 'busy' });
  });

  it.each([
    ['it has no store at all', {}, { offline: 'none', online: 'none' }],
    ['its online store is off', { OnlineStoreConfig: { EnableOnlineStore: false } }, { online: 'none' }],
    [
      'its online store is in memory alone',
      { OnlineStoreConfig: { EnableOnlineStore: true, StorageType: 'InMemory' as const } },
      { online: 'in memory' },
    ],
  ])('is right if %s', async (_why, settings, live) => {
    expect(await assessGroup(featureGroup(settings))).toMatchObject({ state: 'compliant', live });
  });
});

describe('an inference experiment', () => {
  const data = { Destination: 's3://fraud-shadow/data' };
  const assessData = async (file: AccountFile, parameters = {}) =>
    assess(inferenceExperimentDataEncrypted, 'InferenceExperiment', experiment, file, parameters);

  it('that stores nothing needs no key', async () => {
    expect(await assessData(experimenting({}))).toMatchObject({ state: 'compliant' });
  });

  it('can be given none where the policy names none', async () => {
    expect(await assessData(experimenting({ DataStorageConfig: data }))).toMatchObject({
      state: 'manual',
      steps: [expect.stringContaining('parameters.kms-key')],
    });
  });

  it.each(['Completed', 'Cancelled'] as const)('that is %s is left to a person', async (status) => {
    const found = await assessData(experimenting({ DataStorageConfig: data }, status), { 'kms-key': key });

    expect(found).toMatchObject({ state: 'manual', steps: [/onto themselves/, /DeleteInferenceExperiment/].map(like) });
  });

  it.each([inferenceExperimentDataEncrypted, inferenceExperimentVolumeEncrypted])(
    'that is changing is read again: $id',
    async (remediation) => {
      const file = experimenting({ DataStorageConfig: data }, 'Starting');

      expect(await assess(remediation, 'InferenceExperiment', experiment, file)).toMatchObject({ state: 'busy' });
    },
  );

  it('whose key was an empty text gets that back', async () => {
    const look = looking(
      inferenceExperimentDataEncrypted,
      experimenting({ DataStorageConfig: { ...data, KmsKey: '' } }),
    );

    const { steps } = await look.plan(
      { type: 'AWS::SageMaker::InferenceExperiment', id: experiment },
      { 'kms-key': key },
    );

    expect(steps).toMatchObject([
      { undo: { call: { input: { DataStorageConfig: { KmsKey: '' } } }, done: { is: [''] } } },
    ]);
  });
});

describe('a model', () => {
  it('whose containers are those of a model package takes its image from no registry that is told', async () => {
    const ModelPackageName = 'arn:aws:sagemaker:eu-central-1:111122223333:model-package/fraud/3';
    const settings = { ...model({}).settings, PrimaryContainer: { ModelPackageName } };
    const file = { regions: { [here]: { sagemaker: { models: { fraud: { settings } } } } } };

    expect(await assess(modelPrivateRegistry, 'Model', 'fraud', file)).toMatchObject({
      state: 'manual',
      why: [`Model fraud takes the image of ${ModelPackageName} from no private registry`],
    });
  });

  it('whose container names nothing is no right one either', async () => {
    const settings = { ...model({}).settings, PrimaryContainer: {} };
    const file = { regions: { [here]: { sagemaker: { models: { fraud: { settings } } } } } };

    expect(await assess(modelPrivateRegistry, 'Model', 'fraud', file)).toMatchObject({
      live: { images: [/unnamed/].map(like) },
    });
  });
});

describe('a lifecycle configuration', () => {
  it('with more secrets than anybody reads is told of in twenty lines and a count', async () => {
    const script = Array.from({ length: 25 }, (_, index) => `export DB_PASSWORD='p4ssw0rd-${index}'`).join('\n');
    const settings = { OnStart: [{ Content: Buffer.from(script).toString('base64') }, {}] };
    const file = { regions: { [here]: { sagemaker: { notebookLifecycleConfigs: { load: { settings } } } } } };

    const found = await assess(lifecycleConfigNoSecrets, 'NotebookInstanceLifecycleConfig', 'load', file);

    if (found.state !== 'manual') throw new Error(found.state);
    expect(found.why).toHaveLength(21);
    expect(found.why.at(-1)).toBe('5 more secrets were found in the scripts of load');
    expect(JSON.stringify(found)).not.toContain('p4ssw0rd');
  });
});

it('a remediation that only reports has no plan', () => {
  const target = { type: 'AWS::SageMaker::Domain', id: 'd-1' };

  expect(() => domainSso.plan({}, {}, target, { account: '111122223333', region: here })).toThrow(/only reports/);
  expect(domainSso).toMatchObject({ impact: 'none', reversible: true });
});

function like(pattern: RegExp): unknown {
  return expect.stringMatching(pattern);
}
