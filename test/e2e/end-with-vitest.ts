// A worker would go on with its tests, and keep its programs, after vitest itself was killed.
process.once('disconnect', () => process.exit(1))
