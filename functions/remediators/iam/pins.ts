import { textsOf } from '../../../shared/aws/policy-document.ts';
import { at } from '../../../shared/json.ts';

/**
 * Operators that compare. A key under `…IfExists` or `ForAllValues:` holds also where the key is missing, and a
 * negation holds for everybody else, so that none of them keeps anybody out.
 */
const COMPARING = /^(?:foranyvalue:)?(?:stringequals|stringequalsignorecase|stringlike|arnequals|arnlike)$/;

/**
 * The values to one of which a statement's condition holds a key of the request; undefined where it does not: where
 * nothing compares the key, or one of the values is not of the kind that counts.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function pinnedTo(statement: unknown, key: string, counts: RegExp): readonly string[] | undefined {
  const condition = at(statement, 'Condition');
  if (typeof condition !== 'object' || condition === null) return undefined;
  for (const [operator, keys] of Object.entries(condition)) {
    if (!COMPARING.test(operator.toLowerCase())) continue;
    for (const [name, value] of Object.entries((keys ?? {}) as object)) {
      if (name.toLowerCase() !== key.toLowerCase()) continue;
      const values = textsOf(value);
      if (values.length > 0 && values.every((one) => counts.test(one))) return values;
    }
  }
  return undefined;
}
