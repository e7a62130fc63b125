/** A public page can run nothing, fetch nothing and post only to itself. */
export const PUBLIC_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/**
 * A small page for a patient: readable on a phone, with a screen reader, without JavaScript, in
 * light and dark. `title` and `body` are HTML that is already escaped; `style` is CSS of the page's
 * own, `heading` its heading where that is not the title.
 */
export function publicPage(
  title: string,
  body: string,
  { style = '', heading = title }: { readonly style?: string; readonly heading?: string } = {},
): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>
  :root { color-scheme: light dark; --ink: #22302f; --paper: #fbfaf8; --quiet: #56615f; --accent: #0b5f5c; }
  @media (prefers-color-scheme: dark) {
    :root { --ink: #e9e7e3; --paper: #161a1a; --quiet: #a9b2b0; --accent: #6fc7c0; }
  }
  body { margin: 0; background: var(--paper); color: var(--ink); font: 18px/1.55 system-ui, sans-serif; }
  main { max-width: 34rem; margin: 12vh auto; padding: 0 24px; }
  h1 { font: 600 1.7rem/1.25 Georgia, serif; margin: 0 0 16px; }
  a { color: var(--accent); }
  .quiet { color: var(--quiet); font-size: 1rem; }
  button { font: inherit; padding: 12px 24px; border: 0; border-radius: 8px; background: var(--accent);
    color: var(--paper); cursor: pointer; }
  button:focus-visible { outline: 3px solid var(--ink); outline-offset: 3px; }${style}
</style>
</head>
<body><main><h1>${heading}</h1>${body}</main></body>
</html>
`;
}
