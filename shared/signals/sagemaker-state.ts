import * as z from 'zod/mini';
import type { Envelope } from './envelope.ts';
import { expectSame } from './envelope.ts';
import { EventError } from './event-error.ts';
import { identify, isIdentifiable } from './identifiers.ts';
import type { Normalised } from './normalised.ts';
import { ignored, signalled, toSignal } from './normalised.ts';
import { matching, parseShape } from './shape.ts';
import { excerpt } from './text.ts';

/**
 * SageMaker's own events about resources that have a status, by detail type: the resource's kind, which is
 * also what the members of the detail are called after (`TrainingJobName`, `TrainingJobArn`, `TrainingJobStatus`).
 * AutoML jobs have no such event.
 * https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-sagemaker.html
 */
const kinds: ReadonlyMap<string, string> = new Map([
  ['SageMaker Endpoint State Change', 'Endpoint'],
  ['SageMaker Feature Group State Change', 'FeatureGroup'],
  ['SageMaker HyperParameter Tuning Job State Change', 'HyperParameterTuningJob'],
  ['SageMaker Model Package State Change', 'ModelPackage'],
  ['SageMaker Notebook Instance State Change', 'NotebookInstance'],
  ['SageMaker Processing Job State Change', 'ProcessingJob'],
  ['SageMaker Training Job State Change', 'TrainingJob'],
  ['SageMaker Transform Job State Change', 'TransformJob'],
]);

const text = z.optional(z.string());
const status = matching(/^[A-Za-z]{1,32}(?:_[A-Za-z]{1,32}){0,4}$/, 'a status');

/**
 * `SageMaker … State Change`: a signal about the resource, with the status that it has come to. What else the
 * detail tells of the resource, such as its key, is not gone by: the resource is read.
 *
 * SageMaker may send several events for one change; each is a signal, and one of them finds nobody at work.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html
 *
 * @throws EventError if the event can't be understood
 */
export function normaliseSageMakerState(envelope: Envelope): Normalised {
  expectSageMaker(envelope);
  const kind = kinds.get(envelope.detailType);
  if (kind === undefined) return ignored(`no remediation answers ${excerpt(envelope.detailType)}`);
  const type = `AWS::SageMaker::${kind}`;
  if (!isIdentifiable(type)) return ignored(`no remediation takes ${type}`);

  const [nameKey, arnKey, statusKey] = [`${kind}Name`, `${kind}Arn`, `${kind}Status`] as const;
  const detail: Readonly<Record<string, string | undefined>> = parseShape(
    z.object({ [nameKey]: text, [arnKey]: text, [statusKey]: status }),
    envelope.detail,
    'detail',
  );
  const { [nameKey]: name, [arnKey]: arn, [statusKey]: told = '' } = detail;
  const resource = identify(type, name ?? arn, envelope, `detail.${nameKey}`);
  if (arn !== undefined) {
    expectSame(identify(type, arn, envelope, `detail.${arnKey}`).arn, resource.arn ?? '', `detail.${arnKey}`);
  }
  return signalled(toSignal(envelope, { source: 'sagemaker', resource, hints: { stateChange: apiSpelling(told) } }));
}

function expectSageMaker({ detailType, source }: Envelope): void {
  if (source !== 'aws.sagemaker') {
    throw new EventError('unexpected-event', 'source', `expected "aws.sagemaker", received ${excerpt(source)}`);
  }
  if (!detailType.startsWith('SageMaker ')) {
    const problem = `expected an event of SageMaker's own, received ${excerpt(detailType)}`;
    throw new EventError('unexpected-event', 'detail-type', problem);
  }
}

/** Some events say `IN_SERVICE` where the API says `InService`. */
function apiSpelling(told: string): string {
  if (told !== told.toUpperCase()) return told;
  return told
    .split('_')
    .map((word) => `${word.slice(0, 1)}${word.slice(1).toLowerCase()}`)
    .join('');
}
