/* States of applications, of friendship and for groups, in the contract's numbers. */

export const openState = 0
export const refusedState = 3
export const agreedState = 4
