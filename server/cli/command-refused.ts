/** A command was understood and cannot be done: the text is for the administrator. */
export class CommandRefused extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'CommandRefused'
  }
}

/** The one argument there must be. */
export function only(args: readonly string[], what: string): string {
  const [argument] = args
  if (argument === undefined || args.length !== 1) throw new CommandRefused(`One argument is expected: ${what}.`)
  return argument
}
