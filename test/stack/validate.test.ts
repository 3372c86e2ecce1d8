import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { validateTemplate } from '../../local/stack/validate.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'redress-validate-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function validate(tables: Readonly<Record<string, object>>): readonly string[] {
  const sound = {
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  };
  const resources = Object.entries(tables).map(([id, properties]) => [
    id,
    { Type: 'AWS::DynamoDB::Table', Properties: { ...sound, ...properties } },
  ]);
  const file = join(folder, 'template.json');
  writeFileSync(file, JSON.stringify({ Resources: Object.fromEntries(resources) as object }));
  return validateTemplate(file).map(({ check, resource }) => `${resource}: ${check}`);
}

describe('validateTemplate', () => {
  it("reports what CloudFormation's own schemas refuse, and unknown values, which are warnings there", () => {
    const found = validate({
      Sound: {},
      Misspelt: { BilingMode: 'PROVISIONED' },
      Dangling: { TableName: { Ref: 'Nobody' } },
      Unknown: { BillingMode: 'PER_REQUEST' },
    });

    expect(found.toSorted()).toEqual([
      'Dangling: cloudformation-validate F1020',
      'Misspelt: cloudformation-validate F3002',
      'Unknown: cloudformation-validate W3030',
    ]);
  });
});
