import { patchBodyValidation, ScimError, type ScimPatch, scimPatch } from 'scim-patch';
import { ScimFault, type ScimType } from './scim-fault.ts';

/**
 * A resource after the operations of a PATCH (RFC 7644, 3.5.2); it is read and checked like one that
 * came whole. Directories differ in how they write operations, which the library knows.
 */
export function patched(
  resource: {
    readonly schemas: readonly string[];
    readonly meta: { created: string; lastModified: string };
  },
  body: unknown,
): unknown {
  try {
    const patch = body as ScimPatch;
    patchBodyValidation(patch);
    const meta = {
      created: new Date(resource.meta.created),
      lastModified: new Date(resource.meta.lastModified),
    };
    const whole = { ...structuredClone(resource), schemas: [...resource.schemas], meta };
    return scimPatch(whole, patch.Operations, { mutateDocument: false, treatMissingAsAdd: true });
  } catch (error) {
    if (error instanceof ScimFault) throw error;
    const scimType = error instanceof ScimError ? (error.scimCode ?? '') : '';
    throw new ScimFault(
      400,
      isType(scimType) ? scimType : 'invalidSyntax',
      'The operations cannot be done; expected a PatchOp with add, replace or remove of what a resource here has.',
    );
  }
}

const isType = (word: string): word is ScimType =>
  ['invalidPath', 'invalidSyntax', 'invalidValue', 'noTarget', 'mutability'].includes(word);
