package db

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// stampSettled is how old the date of a table's last change must be to stand for what is read of it. The server dates a change to the
// second in which its transaction began: what others that began in that second commit later has the same date. What is committed a minute
// late and shares its second with the change before it is found by the digests of everything alone.
const stampSettled = time.Minute

// tableNames finds the tables that something is read from.
var tableNames = regexp.MustCompile(`\{(\w+)\}`)

// kept are sums that tables came to, each with the date of its last change then.
type kept struct {
	mu      sync.Mutex
	settled time.Duration
	sums    map[string]keptSum
}

type keptSum struct {
	stamp string
	sums  []tableSum
}

func (t *digested) tables() []string {
	var names []string
	for _, match := range tableNames.FindAllStringSubmatch(t.from, -1) {
		names = append(names, match[1])
	}
	return names
}

// readStamps returns, by name, when tables were made and last changed, in the server's words: of those only that have not changed for a
// while. It is asked of MariaDB alone. Its InnoDB dates a table, with each transaction that commits a change to it, to the begin of that
// transaction, so that a date may be older than the one before it; what foreign keys change is dated too. The date is forgotten when the
// server is started anew or the table makes room for others: then there is none. A table that an indexer renames into another's place is
// another table with a date of its own. MySQL keeps what it tells of tables for a day (information_schema_stats_expiry), and readers of
// Aurora have not made the changes that they show. Views have no date.
func (k *kept) readStamps(ctx context.Context, r *reader, tables []string) (map[string]string, error) {
	prefix := r.source.cfg.TablePrefix
	names := make([]string, len(tables))
	for i, table := range tables {
		names[i] = prefix + table
	}
	where, args := among("table_name", names)
	stamps := map[string]string{}
	err := r.each(ctx, "table dates", `
		SELECT table_name, create_time, update_time FROM information_schema.tables WHERE table_schema = DATABASE() AND engine = 'InnoDB'
			AND VERSION() LIKE '%MariaDB%' AND update_time < NOW() - INTERVAL `+fmt.Sprint(int(k.settled.Seconds()))+` SECOND AND `+where, args, func(c *row) {
		stamps[strings.TrimPrefix(c.text(0), prefix)] = c.text(1) + " " + c.text(2)
	})
	return stamps, err
}

// sum sums a table unless none that it is read from has changed since it was summed.
func (k *kept) sum(ctx context.Context, r *reader, t *digested, size int, stamps map[string]string) error {
	var stamp []string
	for _, name := range t.tables() {
		if s, ok := stamps[name]; ok {
			stamp = append(stamp, s)
		}
	}
	what, now := fmt.Sprint(t.from, t.where, t.args, size), strings.Join(stamp, ", ")
	dated := len(stamp) == len(t.tables())
	k.mu.Lock()
	was, ok := k.sums[what]
	k.mu.Unlock()
	if ok && dated && was.stamp == now {
		t.sums = was.sums
		return nil
	}
	if err := t.sum(ctx, r, size); err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if delete(k.sums, what); dated {
		k.sums[what] = keptSum{now, slices.Clone(t.sums)}
	}
	return nil
}
