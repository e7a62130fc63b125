import { escapeHtml } from '../portal/index.ts';

/** The look of the pages on which a person without an account reads and types. */
export const FORM_STYLE = `
  main { margin: 6vh auto; }
  h2 { font: 600 1.2rem/1.3 Georgia, serif; margin: 40px 0 8px; }
  fieldset { border: 0; padding: 0; margin: 0 0 24px; }
  legend, label { display: block; padding: 0; font-weight: 600; }
  .parts { display: flex; gap: 16px; flex-wrap: wrap; margin-top: 8px; }
  .parts label { font-weight: 400; }
  .hint, .quiet { color: var(--quiet); font-size: 1rem; font-weight: 400; margin: 4px 0 8px; }
  input, textarea { font: inherit; color: inherit; background: transparent; padding: 10px 12px;
    border: 1px solid var(--quiet); border-radius: 8px; box-sizing: border-box; max-width: 100%; }
  input:focus-visible, textarea:focus-visible, a:focus-visible, iframe:focus-visible {
    outline: 3px solid var(--accent); outline-offset: 2px; }
  textarea { width: 100%; min-height: 9rem; }
  button { margin-top: 16px; }
  form.screen { margin-top: 40px; }
  button.second { background: transparent; color: var(--accent); border: 1px solid var(--accent); }
  .said, .wrong { border-left: 4px solid var(--accent); padding: 4px 16px; margin: 0 0 24px; }
  .wrong { border-color: var(--fault); }
  .fault, .wrong a { color: var(--fault); }
  .fault { margin: 4px 0; font-weight: 600; }
  a { color: var(--accent); }
  address { font-style: normal; white-space: pre-line; }
  .message { width: 100%; height: 70vh; border: 1px solid var(--quiet); border-radius: 8px; background: #fff; }
  .plain { white-space: pre-wrap; overflow-wrap: anywhere; }
  .paper { display: none; }
  :root { --fault: #a3261b; }
  @media (prefers-color-scheme: dark) { :root { --fault: #ff9d92; } }
  @media print {
    .paper { display: block; }
    .message, details, form, .screen { display: none; }
    main { margin: 0; max-width: none; }
  }
`;

/** One figure of a birth date. `date` is what is wrong with it. */
export function part(
  name: string,
  label: string,
  size: number,
  value: string,
  date?: string,
): string {
  const filled = { month: 'bday-month', day: 'bday-day', year: 'bday-year' }[name] ?? 'off';
  return `<div><label for="${name}">${label}</label><input id="${name}" name="${name}" type="text" inputmode="numeric" size="${size}" maxlength="${size}" autocomplete="${filled}" value="${escapeHtml(value)}"${invalid(date)}${described(date && 'date-fault')}></div>`;
}

/** What a form brings back besides what was typed. */
export const hidden = (formToken: string, act: string) =>
  `<input type="hidden" name="form" value="${formToken}"><input type="hidden" name="act" value="${act}">`;

/** What is wrong with a field, said beside it. */
export const fault = (id: string, sentence: string | undefined) =>
  sentence === undefined ? '' : `<p class="fault" id="${id}">${sentence}</p>`;

export const invalid = (sentence: string | undefined) =>
  sentence === undefined ? '' : ' aria-invalid="true"';

/** Ids of what describes a field. */
export const described = (...ids: readonly (string | undefined)[]) => {
  const some = ids.filter((id) => id !== undefined && id !== '');
  return some.length === 0 ? '' : ` aria-describedby="${some.join(' ')}"`;
};
