import type { AccountState } from '../../local/account/state.ts';
import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';
import { experiment, experimenting, experimentsOf, gone, key } from './experiments.ts';
import type { ExperimentSettings } from './experiments.ts';

const resource = { type: 'AWS::SageMaker::InferenceExperiment', id: experiment };
const open = { Destination: 's3://fraud-shadow/data', ContentType: { CsvContentTypes: ['text/csv'] } };

function change(state: AccountState, settings: ExperimentSettings): void {
  const found = experimentsOf(state)[experiment];
  if (found !== undefined) {
    experimentsOf(state)[experiment] = { ...found, settings: { ...found.settings, ...settings } };
  }
}

export const fixture: Fixture = {
  remediation: 'sagemaker-inference-experiment-data-encrypted',
  signal: signalAbout(resource, { configRule: 'sagemaker-inf-experiment-data-storage-kms-encrypted' }),
  otherSignals: [signalAbout(resource, { apiCall: 'sagemaker:UpdateInferenceExperiment' }, { source: 'cloudtrail' })],
  wrong: [{ name: 'it runs and stores data without a key', account: experimenting({ DataStorageConfig: open }) }],
  right: experimenting({ DataStorageConfig: { ...open, KmsKey: key } }),
  gone,
  isRight: (state) =>
    Object.values(experimentsOf(state)).every(({ settings: { DataStorageConfig: storage } }) => {
      return storage === undefined || storage.KmsKey === key;
    }),
  breakAgain: (state) => change(state, { DataStorageConfig: open }),
  fixByHand: (state) => change(state, { DataStorageConfig: { ...open, KmsKey: key } }),
  remove: (state) => void delete experimentsOf(state)[experiment],
  essence: experimentsOf,
};
