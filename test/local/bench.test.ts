import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bareEntry, sdkImportsOf } from '../../local/bench/bare.ts';
import { isMet } from '../../local/bench/figure.ts';
import type { Figure } from '../../local/bench/figure.ts';
import { bareLoop, eventLines } from '../../local/bench/lines.ts';
import { priceOf } from '../../local/bench/price.ts';
import { json, table } from '../../local/bench/print.ts';
import { readSamples } from '../../local/bench/samples.ts';
import { median, medianRatio, rotated, secondsEach } from '../../local/bench/statistics.ts';
import { createRouter } from '../../local/router.ts';
import { stack } from '../kit/world.ts';

describe('the arithmetic of the benchmarks', () => {
  it('takes the middle value, or the mean of the two in the middle', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([7])).toBe(7);
    expect(median([])).toBeNaN();
  });

  it('finds a median between the least and the most, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
        expect(median(values)).toBe(median(values.toReversed()));
        expect(median(values)).toBeGreaterThanOrEqual(Math.min(...values));
        expect(median(values)).toBeLessThanOrEqual(Math.max(...values));
      }),
    );
  });

  it('compares what was measured in the same round, so that a slow round does not count', () => {
    expect(medianRatio([20, 200, 22], [10, 100, 11])).toBe(2);
    expect(() => medianRatio([1, 2], [1])).toThrow(RangeError);
  });

  it('leaves out what a short run and a long one both spend on starting', () => {
    expect(secondsEach({ count: 10, seconds: 1.1 }, { count: 110, seconds: 2.1 })).toBeCloseTo(0.01);
  });

  it('lets each variant be first in turn', () => {
    const rounds = [0, 1, 2, 3].map((round) => rotated(['a', 'b', 'c'], round).join(''));

    expect(rounds).toEqual(['abc', 'bca', 'cab', 'abc']);
    expect(rotated([], 5)).toEqual([]);
  });

  it('prices what Lambda charges for', () => {
    const nothing = {
      readings: 0,
      verifyings: 0,
      polls: 0,
      readingCalls: 0,
      verifyingCalls: 0,
      writes: 0,
      operations: 0,
      bytesWritten: 0,
      invocations: 0,
    };
    const started = priceOf(nothing);

    expect(priceOf({ ...nothing, operations: 1_000_000 }) - started).toBeCloseTo(8);
    // 0.25 $ for writing a GB, and 0.15 $ a month for the 14 days that it is kept.
    expect(priceOf({ ...nothing, bytesWritten: 1e9 }) - started).toBeCloseTo(0.32);
    // A million requests for 0.2 $, and half a million seconds of half a GB.
    expect(priceOf({ ...nothing, invocations: 1_000_000 }) - started).toBeCloseTo(0.2 + 250_000 * 0.0000133334);
  });
});

describe('the result of the benchmarks', () => {
  const conditions = { node: 'v24.0.0', processor: 'made up', cores: 2, load: [0.5, 1] } as const;
  const figure: Figure = { group: 'Speed', name: 'of this', value: 2, unit: '×', parts: { own: 20, bare: 10 } };
  const met: Figure = { ...figure, name: 'of that', goal: { is: 'at least', limit: 0.25 } };
  const missed: Figure = { ...figure, name: 'of another', goal: { is: 'at most', limit: 1.3 } };

  it('says of each goal whether it is met, and names what is missed', () => {
    const text = table([figure, met, missed], conditions);

    expect(text).toMatch(/ {4}of this +2 × +own 20, bare 10\n/);
    expect(text).toMatch(/ {2}✔ of that +2 × +≥ 0\.250/);
    expect(text).toMatch(/ {2}✘ of another +2 × +≤ 1\.30/);
    expect(text).toMatch(/1 of 2 goals are missed\.\n {2}Speed: of another\n$/);
    expect(text).not.toContain('busy');
  });

  it('says that a machine was busy', () => {
    expect(table([figure], { ...conditions, load: [0.5, 3.2] })).toContain('the machine is busy');
  });

  it('gives programs the same as JSON', () => {
    expect(JSON.parse(json([figure, met, missed], conditions))).toEqual({
      conditions,
      figures: [figure, { ...met, met: true }, { ...missed, met: false }],
    });
  });

  it('counts what could not be measured as missed', () => {
    expect(isMet({ value: Number.NaN, goal: { is: 'at most', limit: 1 } })).toBe(false);
    expect(isMet({ value: Number.NaN, goal: { is: 'at least', limit: 1 } })).toBe(false);
    expect(isMet({ value: 5 })).toBeUndefined();
  });
});

describe('what a function is compared with', () => {
  it('has the clients and commands that the function imports, and no types', () => {
    const found = sdkImportsOf(`
import { GetObjectCommand, S3Client, type Bucket } from '@aws-sdk/client-s3';
import type { Grant } from '@aws-sdk/client-s3';
import {
  InvokeCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { readFile } from 'node:fs/promises';
`);

    expect(bareEntry(found)).toBe(
      "export { GetObjectCommand as GetObjectCommand0, S3Client as S3Client0 } from '@aws-sdk/client-s3';\n" +
        "export { InvokeCommand as InvokeCommand1, LambdaClient as LambdaClient1 } from '@aws-sdk/client-lambda';\n",
    );
  });

  it('tells commands of the same name apart', () => {
    const both = ['@aws-sdk/client-bedrock', '@aws-sdk/client-bedrock-agent'].map(
      (name) => [name, new Set(['ListTagsForResourceCommand'])] as const,
    );
    const exported = [...bareEntry(new Map(both)).matchAll(/ as (\w+)/g)].map(([, name]) => name);

    expect(exported).toHaveLength(2);
    expect(new Set(exported).size).toBe(2);
  });

  it('is a loop that looks at each line', () => {
    const lines = [
      '{"source":"aws.config","detail-type":"Config Rules Compliance Change"}',
      '{"source":"aws.ec2"}',
      '',
    ];

    expect(bareLoop(lines.join('\n'))).toBe(1);
  });

  it('reads events that concern nobody, each with an id of its own', async () => {
    const models: object[] = [];
    for await (const { event, routedTo } of readSamples(stack)) if (routedTo.length === 0) models.push(event as object);
    const router = createRouter(stack);

    const events = [...eventLines(models, 50)].map((line) => JSON.parse(line) as { readonly id: string });

    expect(models.length).toBeGreaterThan(0);
    expect(events.flatMap((event) => router(event))).toEqual([]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(50);
  });
});
