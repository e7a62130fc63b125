/** The number after an option on the command line. */
export function optionOf(option: string, usual: number): number {
  const at = process.argv.indexOf(option);
  if (at < 0) return usual;
  const given = Number(process.argv[at + 1]);
  if (Number.isInteger(given) && given > 0) return given;
  throw new Error(`${option} takes a whole number, not "${process.argv[at + 1] ?? ''}".`);
}
