export { askExport } from './ask-export.ts';
export { deleteExport } from './delete-export.ts';
export { expireExports } from './expire-exports.ts';
export { exportFile } from './export-chunks.ts';
export { type Export, getExport, listExports } from './get-export.ts';
export { EXPORT_PURPOSES, isExportPurpose } from './purposes.ts';
export { recoverExports } from './recover-exports.ts';
export { runExport } from './run-export.ts';
