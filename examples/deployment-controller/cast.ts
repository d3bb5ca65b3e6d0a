/** What is left of an object without the fields of a manager: no field of another type, and as many as the API server would leave. */
export const asPartOf = <T extends object>(rest: unknown): T => rest as T
