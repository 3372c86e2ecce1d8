import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EventError } from '../../../shared/signals/event-error.ts';
import { altered, sample, understand } from './samples.ts';

const event = sample('sagemaker/01-training-job-without-vpc');
const understood = (of: unknown) => understand('sagemaker', of);
const arn = 'arn:aws:sagemaker:eu-central-1:111122223333:training-job/fraud-xgboost-1120';

function codeOf(of: unknown): string {
  try {
    understood(of);
  } catch (error) {
    if (error instanceof EventError) return `${error.code} ${error.path}`;
    throw error;
  }
  return 'understood';
}

describe('a change of status', () => {
  test('is a signal about the resource, with the status as the API spells it', () => {
    expect(understood(event)).toEqual({
      signals: [
        {
          id: expect.stringMatching(/^[0-9a-f]{32}$/),
          source: 'sagemaker',
          at: '2026-11-20T10:21:04.000Z',
          event: event['id'],
          account: '111122223333',
          region: 'eu-central-1',
          resource: { type: 'AWS::SageMaker::TrainingJob', id: 'fraud-xgboost-1120', arn },
          hints: { stateChange: 'InProgress' },
        },
      ],
      ignored: [],
    });
  });

  test.each([
    ['03-training-job-in-order', 'TrainingJob', 'fraud-xgboost-1119', 'InProgress'],
    ['06-processing-job-not-isolated', 'ProcessingJob', 'fraud-features-1120', 'InProgress'],
    ['07-transform-job-without-keys', 'TransformJob', 'review-scoring-1120', 'InProgress'],
    ['08-endpoint-in-service', 'Endpoint', 'fraud-detector', 'InService'],
  ])('in %s is about a %s', (name, kind, id, stateChange) => {
    expect(understood(sample(`sagemaker/${name}`)).signals).toMatchObject([
      { resource: { type: `AWS::SageMaker::${kind}`, id }, hints: { stateChange } },
    ]);
  });

  test.each([
    ['SageMaker HyperParameter Tuning Job State Change', 'HyperParameterTuningJob'],
    ['SageMaker Notebook Instance State Change', 'NotebookInstance'],
    ['SageMaker Feature Group State Change', 'FeatureGroup'],
  ])('may be a %s', (detailType, kind) => {
    const detail = { [`${kind}Name`]: 'fraud', [`${kind}Status`]: 'Stopping' };

    expect(understood({ ...event, 'detail-type': detailType, detail }).signals).toMatchObject([
      { resource: { type: `AWS::SageMaker::${kind}`, id: 'fraud' }, hints: { stateChange: 'Stopping' } },
    ]);
  });

  test('may be told twice: two events are two signals about the same resource', () => {
    const [first] = understood(event).signals;
    const [second] = understood(sample('sagemaker/02-training-job-without-vpc-once-more')).signals;

    expect(second?.resource).toEqual(first?.resource);
    expect(second?.id).not.toBe(first?.id);
  });

  test('that only tells the ARN is about the resource of that ARN', () => {
    expect(understood(altered(event, 'detail.TrainingJobName', undefined))).toEqual(understood(event));
  });

  test('that only tells the name is about the resource of that name', () => {
    expect(understood(altered(event, 'detail.TrainingJobArn', undefined))).toEqual(understood(event));
  });

  test('goes by nothing else that the event tells of the resource', () => {
    const bare = { TrainingJobName: 'fraud-xgboost-1120', TrainingJobStatus: 'InProgress' };

    expect(understood({ ...event, detail: bare })).toEqual(understood(event));
  });

  test.each([1_795_170_000_000, '1795170000000'])('may have happened at %j', (time) => {
    expect(understood(altered(event, 'time', time)).signals).toMatchObject([{ at: '2026-11-20T10:20:00.000Z' }]);
  });

  test.each([
    ['IN_PROGRESS', 'InProgress'],
    ['IN_SERVICE', 'InService'],
    ['UPDATE_ROLLBACK_FAILED', 'UpdateRollbackFailed'],
    ['FAILED', 'Failed'],
    ['Completed', 'Completed'],
  ])('to %s is one to %s', (told, stateChange) => {
    expect(understood(altered(event, 'detail.TrainingJobStatus', told)).signals).toMatchObject([
      { hints: { stateChange } },
    ]);
  });
});

describe('an event that needs no look', () => {
  test.each(['SageMaker Model State Change', 'SageMaker HyperPod Cluster Event', 'SageMaker Something New'])(
    'is a %s, which nobody answers',
    (detailType) => {
      expect(understood(altered(event, 'detail-type', detailType))).toEqual({
        signals: [],
        ignored: [{ reason: `no remediation answers "${detailType}"` }],
      });
    },
  );

  test('is one about a model package, which no remediation takes by its name', () => {
    expect(understood(altered(event, 'detail-type', 'SageMaker Model Package State Change'))).toEqual({
      signals: [],
      ignored: [{ reason: 'no remediation takes AWS::SageMaker::ModelPackage' }],
    });
  });
});

describe('an event is refused', () => {
  test.each([
    ['that comes from elsewhere', altered(event, 'source', 'my.app'), 'unexpected-event source'],
    [
      'that is not SageMaker’s own',
      altered(event, 'detail-type', 'AWS API Call via CloudTrail'),
      'unexpected-event detail-type',
    ],
    ['without a status', altered(event, 'detail.TrainingJobStatus', undefined), 'malformed detail.TrainingJobStatus'],
    [
      'whose status is none',
      altered(event, 'detail.TrainingJobStatus', 'In Progress'),
      'malformed detail.TrainingJobStatus',
    ],
    [
      'whose name is none',
      altered(event, 'detail.TrainingJobName', '../x'),
      'invalid-identifier detail.TrainingJobName',
    ],
    [
      'that names nothing',
      { ...event, detail: { TrainingJobStatus: 'InProgress' } },
      'invalid-identifier detail.TrainingJobName',
    ],
    [
      'whose ARN is of another job',
      altered(event, 'detail.TrainingJobArn', arn.replace('1120', '1119')),
      'contradiction detail.TrainingJobArn',
    ],
    [
      'whose ARN is of another account',
      altered(event, 'detail.TrainingJobArn', arn.replace('111122223333', '444455556666')),
      'contradiction detail.TrainingJobArn',
    ],
    [
      'whose ARN is of another kind',
      altered(event, 'detail.TrainingJobArn', arn.replace('training-job', 'processing-job')),
      'invalid-identifier detail.TrainingJobArn',
    ],
  ])('%s', (_what, of, code) => {
    expect(codeOf(of)).toBe(code);
  });

  test('or comes to a signal that names a job and a status, whatever its detail says', () => {
    const name = fc.oneof(fc.string(), fc.constantFrom('fraud-xgboost-1120', '__proto__', 'a-', '-a', 'A'.repeat(64)));
    const status = fc.oneof(fc.string(), fc.constantFrom('InProgress', 'IN_PROGRESS', '_', 'A_B', 'x'.repeat(99)));
    fc.assert(
      fc.property(
        name,
        status,
        fc.dictionary(fc.string(), fc.jsonValue()),
        (TrainingJobName, TrainingJobStatus, more) => {
          const detail = { ...more, TrainingJobName, TrainingJobStatus };
          let found;
          try {
            found = understood({ ...event, detail });
          } catch (error) {
            expect(error).toBeInstanceOf(EventError);
            return;
          }
          const [signal] = found.signals;
          expect(signal?.resource.id).toMatch(/^[a-zA-Z0-9](?:-*[a-zA-Z0-9])*$/);
          expect(signal?.resource.id.length).toBeLessThanOrEqual(63);
          expect(signal?.hints.stateChange).toMatch(/^[A-Za-z_]{1,170}$/);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
