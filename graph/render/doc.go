// Package render writes what the resolvers of catalog queries return as JSON.
//
// gqlgen's generated code costs some microseconds, allocations and, for fields that take a context, a goroutine for each
// field. A page of products has hundreds of fields, and nothing in them waits for anything: this package writes them one
// after the other into one buffer, by the same schema, the same Go types and the same rules, so both give the same bytes.
// gqlgen still parses, validates, coerces arguments and runs the root fields; graph hands their results over.
package render
