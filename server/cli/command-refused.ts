/** A command was understood and cannot be done: the text is for the administrator. */
export class CommandRefused extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'CommandRefused'
  }
}
