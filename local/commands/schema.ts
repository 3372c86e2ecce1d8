import { jsonSchema } from '../../shared/policy/json-schema.ts';
import type { Command } from '../run.ts';
import { openCatalogue } from './catalogue.ts';
import { noArguments } from './options.ts';

export const schemaCommand: Command = {
  summary: 'Prints the JSON Schema of policy files.',
  usage: '',
  help: `Prints the JSON Schema (draft 7) of policy files, with every remediation's own parameters, for editors. The
same is in policy.schema.json.`,
  options: {},
  run: async (given, { stdout }) => {
    noArguments(given);
    const { remediators } = await openCatalogue();
    const schema = jsonSchema(remediators.flatMap(({ remediations }) => remediations));
    stdout.write(`${JSON.stringify(schema, null, 2)}\n`);
    return 0;
  },
};
