// Package read parses and validates plain GraphQL queries in one go.
//
// gqlparser parses a document into small pieces of memory, looks each field up among the fields of its type one by one, and
// then walks through the document again for its rules. This package knows the schema by name, and reads only what most
// queries are made of: one query without fragments, directives, variables or comments, that asks for no response key twice.
// What it reads is what gqlparser makes of the same text, to the last position. Whatever it does not know, or finds wrong, is
// left to gqlparser, which says what is wrong with it.
package read
