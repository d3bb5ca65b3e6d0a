/*
 * The Go types that a pod spec of Kubernetes 1.37 is made of, as far as JSON tells them apart. A field's type is written as
 * in Go: `*bool` is a pointer (false and 0 are kept, null is absent), `bool` is a plain field (its zero value is dropped),
 * `[]T` a list, `map:T` a map by strings; `!` marks a field without omitempty, which is always there.
 */

/** The fields of one type, by name. */
export type StructType = Readonly<Record<string, string>>
