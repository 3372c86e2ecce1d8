import * as z from 'zod';
import type { JsonObject } from '../json.ts';
import { toJson } from '../json.ts';
import type { KnownRemediation } from './schema.ts';
import { policySchema } from './schema.ts';
import { defOf } from './schema-walk.ts';

/**
 * The JSON Schema of policy files, for editors: completion, descriptions, errors while typing. Draft 7,
 * which the YAML language server knows best.
 */
export function jsonSchema(remediations: readonly KnownRemediation[] = []): JsonObject {
  const schema = z.toJSONSchema(policySchema(remediations), {
    target: 'draft-7',
    // What people write, not what the program makes of it: durations as text, defaults left out.
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema: written }) => {
      const def = defOf(zodSchema);
      // Parameters that a remediation doesn't know are errors, so the editor has to say so too.
      if (def.type === 'object' && def.catchall === undefined) written.additionalProperties = false;
    },
  });
  return toJson(schema) as JsonObject;
}
