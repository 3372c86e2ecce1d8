import { SageMakerClient, UpdateInferenceExperimentCommand } from '@aws-sdk/client-sagemaker';
import type { InferenceExperimentDataStorageConfig } from '@aws-sdk/client-sagemaker';
import * as z from 'zod';
import { apiCall, service } from '../../../shared/aws/service.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { toJson } from '../../../shared/json.ts';
import type { Action, Condition } from '../../../shared/plan.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import { allExperiments, experiments, experimentTags, readExperiment } from './experiment.ts';
import { kmsKey } from './kms-key.ts';

const sagemaker = service('SageMaker', SageMakerClient, { ...experiments.commands, UpdateInferenceExperimentCommand });

const parameters = z.strictObject({
  'kms-key': kmsKey
    .optional()
    .describe('KMS key for stored requests and answers. The key policy must let the experiment’s role use it.'),
});

interface Before extends JsonObject {
  readonly name: string;
  readonly storage: JsonObject;
}

/**
 * Has an inference experiment that stores requests and answers encrypt them with a key of the account's. What
 * was stored before stays as it is.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateInferenceExperiment.html
 */
export const inferenceExperimentDataEncrypted = defineRemediation({
  id: 'sagemaker-inference-experiment-data-encrypted',
  title: 'Encrypt what an inference experiment stores',
  description:
    'Gives the data storage of an inference experiment that waits or runs a KMS key. What was stored before stays as it is; an experiment that is over is reported.',
  severity: 'medium',
  impact: 'none',
  reversible: true,
  resource: 'AWS::SageMaker::InferenceExperiment',
  controls: {
    securityHub: ['SageMaker.24'],
    configRules: ['sagemaker-inf-experiment-data-storage-kms-encrypted'],
  },
  triggers: [
    {
      resource: 'AWS::SageMaker::InferenceExperiment',
      configRule: ['sagemaker-inf-experiment-data-storage-kms-encrypted'],
      apiCall: ['sagemaker:CreateInferenceExperiment', 'sagemaker:UpdateInferenceExperiment'],
      control: ['SageMaker.24'],
    },
  ],
  parameters,
  uses: { sagemaker },

  async assess({ id: name }, aws, { 'kms-key': key }) {
    const found = await readExperiment(aws, name);
    if (found.is === 'moving') return found.verdict;
    const { DataStorageConfig: storage } = found.experiment;
    if (storage === undefined) {
      return { state: 'compliant', why: 'The experiment stores no data.', live: { DataStorageConfig: null } };
    }
    const live = { DataStorageConfig: toJson(storage) };
    if ((storage.KmsKey ?? '') !== '') {
      return { state: 'compliant', why: 'Stored data is encrypted with a KMS key.', live };
    }
    const why = [`Inference experiment ${name} stores requests and answers without a KMS key`];
    if (found.over) return { state: 'manual', why, steps: afterwards(name), live };
    if (key === undefined) {
      const setting = 'remediations.sagemaker-inference-experiment-data-encrypted.parameters.kms-key';
      return { state: 'manual', why, steps: [`Name a key in the policy: ${setting}.`], live };
    }
    return { state: 'wrong', why, before: { name, storage: toJson(storage) as JsonObject } satisfies Before };
  },

  plan({ name, storage }, { 'kms-key': key = '' }) {
    return {
      steps: [
        {
          id: 'set-key',
          title: `Have inference experiment ${name} encrypt what it stores with ${key}`,
          ...store(name, { ...storage, KmsKey: key }),
          done: { ...look(name), path: 'DataStorageConfig.KmsKey', is: [key] },
          undo: { ...store(name, storage), done: isBack(name, storage) },
          semantics: 'at-least-once',
        },
      ],
      expect: 'compliant',
      notes: [
        'The experiment’s role needs kms:GenerateDataKey on the key, or nothing more is stored.',
        'What was stored before stays as it is.',
      ],
    };
  },

  tags: async ({ id }, aws) => experimentTags(aws, id),
  list: (aws) => allExperiments(aws),
});

function store(Name: string, storage: JsonObject): Action {
  const DataStorageConfig = storage as unknown as InferenceExperimentDataStorageConfig;
  // It may as well come to its end meanwhile.
  const is = ['Cancelled', 'Completed', 'Created', 'Running'];
  const settled: Condition = { ...look(Name), path: 'Status', is, every: 15, within: 1800 };
  const call = apiCall(sagemaker, 'UpdateInferenceExperiment', { Name, DataStorageConfig });
  return { call, ready: settled, until: settled };
}

/** The first of the paths that is there counts, and there was no key. */
function isBack(Name: string, { Destination, KmsKey }: JsonObject): Condition {
  const path = ['DataStorageConfig.KmsKey', 'DataStorageConfig.Destination'];
  return { ...look(Name), path, is: [KmsKey ?? Destination].filter((value) => typeof value === 'string') };
}

function look(Name: string): Pick<Condition, 'call'> {
  return { call: apiCall(sagemaker, 'DescribeInferenceExperiment', { Name }) };
}

/** Nothing more is stored; what was is in the bucket. */
function afterwards(name: string): string[] {
  return [
    'Copy the stored objects onto themselves with the key, or delete them.',
    `Delete inference experiment ${name} (DeleteInferenceExperiment): it is over, and only its record is left.`,
  ];
}
