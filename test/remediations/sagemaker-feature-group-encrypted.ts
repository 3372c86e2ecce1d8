import type { AccountFile } from '../../local/account/state.ts';
import type { ReportFixture } from '../kit/report-fixture.ts';
import { signalAbout } from '../kit/signal.ts';

const region = 'eu-central-1';
const id = 'customer_features';
const key = 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const resource = { type: 'AWS::SageMaker::FeatureGroup', id };

type Groups = NonNullable<NonNullable<NonNullable<AccountFile['regions']>[string]['sagemaker']>['featureGroups']>;
type Settings = Partial<Groups[string]['settings']>;

export function featureGroup(settings: Settings, status: 'Created' | 'Deleting' = 'Created'): AccountFile {
  const group = {
    status,
    settings: {
      RecordIdentifierFeatureName: 'customer',
      EventTimeFeatureName: 'at',
      FeatureDefinitions: [{ FeatureName: 'customer', FeatureType: 'String' as const }],
      ...settings,
    },
  };
  return { regions: { [region]: { sagemaker: { featureGroups: { [id]: group } } } } };
}

const S3Uri = 's3://fraud-features/offline';

export const fixture: ReportFixture = {
  remediation: 'sagemaker-feature-group-encrypted',
  signal: signalAbout(resource, { configRule: 'sagemaker-featuregroup-encryption-at-rest' }),
  otherSignals: [
    signalAbout(resource, { configRule: 'sagemaker-featuregroup-online-store-encryption' }),
    signalAbout(resource, { apiCall: 'sagemaker:CreateFeatureGroup' }, { source: 'cloudtrail' }),
  ],
  wrong: [
    {
      name: 'neither store has a key',
      account: featureGroup({
        OnlineStoreConfig: { EnableOnlineStore: true },
        OfflineStoreConfig: { S3StorageConfig: { S3Uri } },
      }),
      why: [/^The offline store of feature group customer_features has no KMS key$/, /^The online store/],
      steps: [
        /Create a feature group with the features and role of customer_features/,
        /s3:\/\/fraud-features\/offline/,
      ],
    },
    {
      name: 'the online store has no key, and there is no other',
      account: featureGroup({ OnlineStoreConfig: { EnableOnlineStore: true } }),
      why: [/^The online store of feature group customer_features has no KMS key$/],
      steps: [/Delete feature group customer_features/],
    },
  ],
  right: featureGroup({
    OnlineStoreConfig: { EnableOnlineStore: true, SecurityConfig: { KmsKeyId: key } },
    OfflineStoreConfig: { S3StorageConfig: { S3Uri, KmsKeyId: key } },
  }),
  gone: { regions: { [region]: { sagemaker: {} } } },
};
