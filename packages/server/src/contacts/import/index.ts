export type { ImportDeps, ImportRef } from './deps.ts';
export { getImport, type ImportState, listImports } from './get-import.ts';
export { type FileToImport, type ImportedFile, importFile } from './import-file.ts';
export { type ImportPreview, previewImport } from './preview-import.ts';
export { rejectsCsv } from './rejects.ts';
export { type RunOptions, type RunOutcome, runImport } from './run-import.ts';
export { type Started, startImport } from './start-import.ts';
export { sweepUploads, type Upload, type Uploaded, uploadImport } from './upload-import.ts';
