/** A mistake in what the demo was given, told without a stack trace. */
export class DemoError extends Error {}
