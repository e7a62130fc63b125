export type { ImportDeps } from './deps.ts';
export { getImport, type ImportState, listImports } from './get-import.ts';
export { importFile } from './import-file.ts';
export { type ImportPreview, previewImport } from './preview-import.ts';
export { recoverImports } from './recover-imports.ts';
export { rejectsCsv } from './rejects.ts';
export { runImport } from './run-import.ts';
export { startImport } from './start-import.ts';
export { uploadImport } from './upload-import.ts';
