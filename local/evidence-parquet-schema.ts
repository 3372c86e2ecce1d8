import type { SchemaElement } from 'hyparquet-writer';

type Repetition = 'REQUIRED' | 'OPTIONAL';

/** A field as a Parquet schema lists it: itself, then what is in it. */
type Field = readonly SchemaElement[];

function text(name: string, repetition: Repetition = 'OPTIONAL'): Field {
  return [{ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: repetition }];
}

function int(name: string, repetition: Repetition = 'OPTIONAL'): Field {
  return [{ name, type: 'INT32', repetition_type: repetition }];
}

function long(name: string, repetition: Repetition = 'OPTIONAL'): Field {
  return [{ name, type: 'INT64', repetition_type: repetition }];
}

function struct(name: string, fields: readonly Field[], repetition: Repetition = 'OPTIONAL'): Field {
  return [{ name, repetition_type: repetition, num_children: fields.length }, ...fields.flat()];
}

/** https://github.com/apache/parquet-format/blob/master/LogicalTypes.md#lists */
function list(name: string, element: Field): Field {
  return [
    { name, repetition_type: 'OPTIONAL', converted_type: 'LIST', num_children: 1 },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    ...element,
  ];
}

/** https://github.com/apache/parquet-format/blob/master/LogicalTypes.md#maps */
function map(name: string): Field {
  return [
    { name, repetition_type: 'OPTIONAL', converted_type: 'MAP', num_children: 1 },
    { name: 'key_value', repetition_type: 'REPEATED', num_children: 2 },
    ...text('key', 'REQUIRED'),
    ...text('value'),
  ];
}

const required = 'REQUIRED';

/** One column for each attribute of the event; times are milliseconds, as OCSF has them. */
export const fields: readonly Field[] = [
  int('activity_id', required),
  text('activity_name'),
  int('category_uid', required),
  text('category_name'),
  int('class_uid', required),
  text('class_name'),
  long('type_uid', required),
  text('type_name'),
  int('severity_id', required),
  text('severity'),
  int('status_id'),
  text('status'),
  text('status_detail'),
  text('message'),
  long('time', required),
  int('timezone_offset'),
  long('start_time'),
  long('end_time'),
  long('duration'),
  text('command_uid', required),
  struct(
    'metadata',
    [
      text('version', required),
      struct('product', [text('name'), text('vendor_name'), text('uid'), text('version')], required),
      list('profiles', text('element')),
      text('uid'),
      text('correlation_uid'),
      text('log_name'),
      text('log_provider'),
      text('original_time'),
    ],
    required,
  ),
  struct(
    'cloud',
    [text('provider', required), text('region'), struct('account', [text('uid'), text('type'), int('type_id')])],
    required,
  ),
  list('observables', struct('element', [text('name'), text('type'), int('type_id'), text('value')])),
  list(
    'countermeasures',
    struct('element', [
      struct('d3f_tactic', [text('name'), text('src_url')]),
      struct('d3f_technique', [text('uid'), text('name'), text('src_url')]),
    ]),
  ),
  struct('remediation', [text('desc'), list('references', text('element'))]),
  map('unmapped'),
];

export const schema: SchemaElement[] = [{ name: 'ocsf', num_children: fields.length }, ...fields.flat()];

/** Longs, which Parquet's writer takes as such. */
export const longs: ReadonlySet<string> = new Set(
  fields.flatMap(([field]) => (field?.type === 'INT64' ? [field.name] : [])),
);
