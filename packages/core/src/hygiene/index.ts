export * from './address-finding.ts';
export * from './likeness.ts';
export * from './match-forms.ts';
export * from './merged-values.ts';
