import * as fc from 'fast-check';
import { operationShapes, shapeOf } from '../../../local/account/shape.ts';
import { here } from './world.ts';

const sagemaker = `arn:aws:sagemaker:${here}:111122223333`;
const statement = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::data/*' };
const packages = [`${sagemaker}:model-package/group/1`, `${sagemaker}:model-package/group/2`];

/** Values that make calls come through, by the member that takes them. */
const plausible: Readonly<Record<string, readonly unknown[]>> = {
  ACL: ['private', 'public-read'],
  ApprovalDescription: ['', 'fine', 'x'.repeat(1_025)],
  Bucket: ['data', 'data', 'new-data'],
  ContinuationToken: [undefined],
  CreateBucketConfiguration: [undefined],
  Detail: ['{}', '{"a":1}', 'text'],
  EndpointConfigName: ['scorer-1', 'scorer-2', 'scorer-9'],
  EndpointName: ['scorer', 'scorer-9'],
  EventBusName: ['lifecycle', 'default', 'nope'],
  ExpectedBucketOwner: ['111122223333', '444455556666'],
  Image: ['registry/scorer:1', 'registry/other'],
  InstanceType: ['ml.m5.large', 'ml.g5.xlarge'],
  MaxResults: [1, 10, 100, 101],
  ModelApprovalStatus: ['Approved', 'Rejected'],
  ModelName: ['model-a', 'model-b'],
  ModelPackageArn: packages,
  ModelPackageGroupName: ['group', 'group', 'other'],
  ModelPackageName: packages,
  Name: ['audit', 'fresh', `arn:aws:cloudtrail:${here}:111122223333:trail/audit`],
  NameContains: ['scorer', 'zzz'],
  NextToken: [undefined],
  ObjectOwnership: ['BucketOwnerEnforced', 'ObjectWriter'],
  Policy: [JSON.stringify({ Statement: statement }), JSON.stringify({ Statement: [{ ...statement, Effect: 'Deny' }] })],
  RecursiveLogging: [undefined],
  ResourceArn: [`${sagemaker}:endpoint/scorer`, `${sagemaker}:model-package-group/group`, ...packages],
  S3BucketName: ['data', 'nope'],
  Source: ['redress', 'aws.s3'],
  TagKeys: [['a'], ['b']],
  Type: ['CanonicalUser', 'Group'],
  VariantName: ['main', 'shadow'],
  findingArns: [['arn:aws:inspector2:x']],
  nextToken: [undefined],
  sortCriteria: [undefined],
};

const hostile = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', '', '\u0000\u202e', 'x'.repeat(300)),
  fc.string({ unit: 'binary' }),
);

/** Inputs of an operation, made from its SDK schema: mostly plausible, some hostile, all of them well-formed. */
export function inputsOf(operation: unknown): fc.Arbitrary<object> {
  return valuesOf(operationShapes(operation).input, '', 0) as fc.Arbitrary<object>;
}

function valuesOf(schema: unknown, member: string, depth: number): fc.Arbitrary<unknown> {
  const usual = Object.hasOwn(plausible, member) ? fc.constantFrom(...(plausible[member] ?? [])) : undefined;
  const shape = shapeOf(schema);
  switch (shape.kind) {
    case 'string':
      return fc.oneof({ weight: 9, arbitrary: usual ?? fc.constantFrom('a', 'b') }, { weight: 1, arbitrary: hostile });
    case 'number':
      return usual ?? fc.constantFrom(0, 1, 2, 50);
    case 'boolean':
      return usual ?? fc.boolean();
    case 'time':
      return fc.constantFrom(new Date('2026-11-19T00:00:00Z'), new Date('2026-11-21T00:00:00Z'));
    case 'list':
      return usual ?? fc.array(valuesOf(shape.item, member, depth + 1), { maxLength: 2 });
    case 'map':
      return fc.dictionary(fc.constantFrom('a', '__proto__'), valuesOf(shape.value, '', depth + 1), { maxKeys: 2 });
    case 'structure':
      return usual ?? structuresOf(shape, depth);
    default:
      return fc.constant(undefined);
  }
}

function structuresOf(
  { members, schemas, required }: { members: readonly string[]; schemas: readonly unknown[]; required: number },
  depth: number,
): fc.Arbitrary<object> {
  const fields = members.map((name, index): [string, fc.Arbitrary<unknown>] => {
    if (index < required) return [name, valuesOf(schemas[index], name, depth + 1)];
    // Deep down only what must be there; some of SageMaker's shapes contain themselves.
    if (depth > 2) return [name, fc.constant(undefined)];
    const value = valuesOf(schemas[index], name, depth + 1);
    return [name, fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value })];
  });
  return fc.record(Object.fromEntries(fields));
}
