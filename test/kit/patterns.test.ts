import { expect, it } from 'vitest';

it('a pattern within an object that is looked for stands for the texts that it matches', () => {
  const found = { reason: 'The data owner said so', code: 3 };

  expect(found).toMatchObject({ reason: /data owner/ });
  expect(found).not.toMatchObject({ reason: /somebody else/ });
  expect(found).not.toMatchObject({ code: /3/ });
  expect(found).not.toMatchObject({ nothing: /./ });
  expect([found]).toEqual([{ reason: /said so$/, code: 3 }]);
  expect({ pattern: /a/ }).toEqual({ pattern: /a/ });
  expect({ pattern: /a/ }).not.toEqual({ pattern: /b/ });
});
