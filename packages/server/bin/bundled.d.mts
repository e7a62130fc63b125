export function bundled(name: 'main' | 'sender' | 'importer'): string;
