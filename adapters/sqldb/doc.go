// Package sqldb keeps what must not be lost in a SQL database: orders with their placement journal, the outbox of events, parked
// orders, shifts, enrolled devices, webhook deliveries and mails; and beside the orders what of them Magento has yet to
// reserve, and sums of what was sold, both of which can be made again from them. The locks of the server let one replica at a
// time do what needs only one.
//
// One DB serves both databases. SQLite is a file on one machine: one writer connection, a pool of readers, WAL, and a commit
// that has reached the disk before it is answered. MySQL and MariaDB serve several replicas of the gateway; there the
// server must run with innodb_flush_log_at_trx_commit=1 for the same promise. What differs between them is in sqlite.go,
// mysql.go and the migrations; all other statements run on both.
//
// Times are stored as microseconds since 1970 UTC, 0 for none. An order row has due_at: the time from which a worker may
// lease it, which is the later of next_attempt_at and lease_until, and NULL once nothing is to be done, so that the index
// of due orders does not grow with the years.
//
// Errors of every method: unavailable when the database cannot be reached or is overloaded, and what the method adds.
// A function given to an update may be called again when the database asks for the transaction to be repeated.
package sqldb
