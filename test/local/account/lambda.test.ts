import { describe, expect, it } from 'vitest';
import { createWorld, here } from './world.ts';

const arn = `arn:aws:lambda:${here}:111122223333:function:features`;
const functions = { features: { tags: { team: 'fraud' } }, scorer: { reserved: 400 }, deploying: { updating: true } };
const world = () => createWorld({ regions: { [here]: { lambda: { functions } } } }).lambda;

describe('AWS Lambda', () => {
  it('tells what is reserved for a function, and nothing where nothing is', async () => {
    expect((await world().GetFunctionConcurrency({ FunctionName: 'scorer' })).ReservedConcurrentExecutions).toBe(400);
    expect(
      (await world().GetFunctionConcurrency({ FunctionName: 'features' })).ReservedConcurrentExecutions,
    ).toBeUndefined();
  });

  it.each(['features', arn, '111122223333:function:features'])('knows a function as %s', async (FunctionName) => {
    const lambda = world();

    await lambda.PutFunctionConcurrency({ FunctionName, ReservedConcurrentExecutions: 0 });

    expect((await lambda.GetFunctionConcurrency({ FunctionName })).ReservedConcurrentExecutions).toBe(0);
    await lambda.DeleteFunctionConcurrency({ FunctionName });
    expect((await lambda.GetFunctionConcurrency({ FunctionName })).ReservedConcurrentExecutions).toBeUndefined();
    // A second time there is nothing to delete.
    await lambda.DeleteFunctionConcurrency({ FunctionName });
  });

  it('changes nothing of a function that is being updated', async () => {
    const conflict = { name: 'ResourceConflictException', $metadata: { httpStatusCode: 409 } };
    const FunctionName = 'deploying';

    expect((await world().GetFunctionConfiguration({ FunctionName })).LastUpdateStatus).toBe('InProgress');
    expect(await world().GetFunctionConfiguration({ FunctionName: 'features' })).toMatchObject({
      FunctionArn: arn,
      State: 'Active',
      LastUpdateStatus: 'Successful',
    });
    await expect(
      world().PutFunctionConcurrency({ FunctionName, ReservedConcurrentExecutions: 0 }),
    ).rejects.toMatchObject(conflict);
    await expect(world().DeleteFunctionConcurrency({ FunctionName })).rejects.toMatchObject(conflict);
    await expect(world().GetFunctionConfiguration({ FunctionName, Qualifier: '1' })).rejects.toMatchObject({
      name: 'LocalAccountUnsupportedOperation',
    });
  });

  it('tells the tags of a function, by its ARN alone', async () => {
    expect((await world().ListTags({ Resource: arn })).Tags).toEqual({ team: 'fraud' });
    await expect(world().ListTags({ Resource: 'features' })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
    await expect(world().ListTags({ Resource: `${arn}:1` })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
  });

  it.each(['nothing', arn.replace(here, 'us-east-1'), arn.replace('111122223333', '444455556666')])(
    'does not know a function of another name, Region or account: %s',
    async (FunctionName) => {
      await expect(world().GetFunctionConcurrency({ FunctionName })).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        $metadata: { httpStatusCode: 404 },
      });
    },
  );

  it('leaves 100 to the functions for which nothing is reserved, from which holding one takes nothing', async () => {
    const lambda = world();

    await expect(
      lambda.PutFunctionConcurrency({ FunctionName: 'features', ReservedConcurrentExecutions: 501 }),
    ).rejects.toMatchObject({ name: 'InvalidParameterValueException', message: expect.stringContaining('[100]') });
    await lambda.PutFunctionConcurrency({ FunctionName: 'features', ReservedConcurrentExecutions: 500 });
    await lambda.PutFunctionConcurrency({ FunctionName: 'features', ReservedConcurrentExecutions: 0 });
  });

  it.each([
    [{ FunctionName: 'a b', ReservedConcurrentExecutions: 0 }, 'ValidationException'],
    [{ FunctionName: 'features', ReservedConcurrentExecutions: -1 }, 'ValidationException'],
    [{ FunctionName: 'features:$LATEST', ReservedConcurrentExecutions: 0 }, 'InvalidParameterValueException'],
  ])('refuses %j', async (input, name) => {
    await expect(world().PutFunctionConcurrency(input)).rejects.toMatchObject({ name });
  });
});
