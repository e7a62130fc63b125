export { type AddedAttachment, addAttachment, type NewAttachment } from './add-attachment.ts';
export { type AttachedFile, attachedToVersion, knownAttachments } from './attached-file.ts';
export { MAX_ATTACHMENT_BYTES, sizeWords } from './attachment-limits.ts';
export { type CheckedSource, checkSource } from './check-source.ts';
export { type CompiledSource, compileSource } from './compile-source.ts';
export { type CreatedTemplate, createTemplate, type NewTemplate } from './create-template.ts';
export { type DeletedTemplate, deleteTemplate } from './delete-template.ts';
export { getTemplate } from './get-template.ts';
export { listTemplates } from './list-templates.ts';
export { type LoadTemplateVersion, templateVersions } from './load-version.ts';
export {
  loadAttachments,
  type OpenedAttachment,
  openAttachment,
  openAttachmentOf,
} from './open-attachment.ts';
export { type Preview, type PreviewExtras, previewSource } from './preview-source.ts';
export { removeAttachment } from './remove-attachment.ts';
export { sampleTemplates, starterSource } from './samples.ts';
export type { SavedTemplate } from './saved-template.ts';
export { type TemplateFacts, templateFacts } from './template-facts.ts';
export { type TemplateChange, type UpdatedTemplate, updateTemplate } from './update-template.ts';
