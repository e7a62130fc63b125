import { ATTRIBUTE_TYPES, CODE_SYSTEMS } from '@postern/core/values';
import {
  Id,
  IdParams,
  Name,
  nullable,
  object,
  route,
  SensitivityWord,
  Type,
  words,
} from './common.ts';

export const Attribute = object({
  id: Id,
  /** What templates and segments call it. */
  key: Type.String(),
  label: Type.String(),
  type: words(ATTRIBUTE_TYPES),
  sensitivity: SensitivityWord,
  system: nullable(words(CODE_SYSTEMS)),
  /** A direct identifier: sealed; shown, never matched. */
  identity: Type.Boolean(),
  deletedAt: nullable(Type.String({ format: 'date-time' })),
});

export const listAttributes = route({
  method: 'GET',
  url: '/attributes',
  tag: 'attributes',
  summary: 'All attribute definitions, deleted ones too',
  permission: null,
  response: { 200: object({ data: Type.Array(Attribute) }) },
});

export const createAttribute = route({
  method: 'POST',
  url: '/attributes',
  tag: 'attributes',
  summary: 'Define an attribute; its key is made from the label',
  permission: 'attributes:write',
  idempotent: true,
  body: object({
    label: Name(80),
    type: Attribute.properties.type,
    sensitivity: SensitivityWord,
    system: Attribute.properties.system,
  }),
  response: { 201: Attribute },
});

export const deleteAttribute = route({
  method: 'DELETE',
  url: '/attributes/{id}',
  tag: 'attributes',
  summary: 'Delete a definition; segments and templates that use it say so from now on',
  permission: 'attributes:write',
  params: IdParams,
  response: { 204: Type.Null() },
});
