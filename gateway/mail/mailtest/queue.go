// Package mailtest is the suite that every mail.Queue must pass.
package mailtest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/tillway/tillway/gateway/mail"
	"github.com/tillway/tillway/gateway/pos"
)

// start is when the tests begin, by their clock.
func start() time.Time { return time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC) }

// Queue checks a queue of mails. Each test gets an empty one.
func Queue(t *testing.T, newQueue func(t *testing.T) mail.Queue) {
	t.Helper()
	for name, test := range map[string]func(t *testing.T, q mail.Queue){
		"a mail is leased to one, and again when the lease is over": leasedToOne,
		"a mail is kept once":                        keptOnce,
		"what is dropped is gone":                    dropped,
		"what is postponed is due later":             postponed,
		"a lost lease changes nothing":               lostLease,
		"the longest due come first, within a limit": inOrder,
		"what is too old is forgotten":               pruned,
		"many workers get each mail once":            manyWorkers,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, newQueue(t))
		})
	}
}

func mailOf(n int) pos.ReceiptMail {
	return pos.ReceiptMail{
		ID: fmt.Sprintf("mail-%d", n), OrderID: "0190a5c0-0000-7000-8000-000000000001", Address: fmt.Sprintf("ann%d@example.com", n),
		AskedAt: start().Add(time.Duration(n) * time.Second),
	}
}

func keep(t *testing.T, q mail.Queue, mails ...pos.ReceiptMail) {
	t.Helper()
	for _, m := range mails {
		if err := q.KeepMail(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
}

// lease takes what is due some minutes after start, for a minute.
func lease(t *testing.T, q mail.Queue, minutes, limit int) []pos.ReceiptMail {
	t.Helper()
	now := start().Add(time.Duration(minutes) * time.Minute)
	mails, err := q.LeaseMails(t.Context(), now, now.Add(time.Minute), limit)
	if err != nil {
		t.Fatal(err)
	}
	return mails
}

func leasedToOne(t *testing.T, q mail.Queue) {
	t.Helper()
	keep(t, q, mailOf(1))
	got := lease(t, q, 1, 10)
	want := mailOf(1)
	if len(got) != 1 || got[0].Token == "" || got[0].Attempts != 1 || got[0].Address != want.Address || got[0].OrderID != want.OrderID || !got[0].AskedAt.Equal(want.AskedAt) {
		t.Fatalf("leased %+v", got)
	}
	if again := lease(t, q, 1, 10); len(again) != 0 {
		t.Errorf("leased twice: %+v", again)
	}
	if later := lease(t, q, 3, 10); len(later) != 1 || later[0].Attempts != 2 || later[0].Token == got[0].Token {
		t.Errorf("after the lease: %+v", later)
	}
}

func keptOnce(t *testing.T, q mail.Queue) {
	t.Helper()
	again := mailOf(1)
	again.AskedAt = again.AskedAt.Add(time.Second)
	keep(t, q, mailOf(1), again)
	if got := lease(t, q, 1, 10); len(got) != 1 || !got[0].AskedAt.Equal(mailOf(1).AskedAt) {
		t.Errorf("%+v", got)
	}
}

func dropped(t *testing.T, q mail.Queue) {
	t.Helper()
	keep(t, q, mailOf(1))
	if err := q.DropMail(t.Context(), lease(t, q, 1, 1)[0]); err != nil {
		t.Fatal(err)
	}
	if got := lease(t, q, 10, 10); len(got) != 0 {
		t.Errorf("%+v", got)
	}
	keep(t, q, mailOf(1))
	if got := lease(t, q, 10, 10); len(got) != 1 {
		t.Errorf("asked for again it is %+v", got)
	}
}

func postponed(t *testing.T, q mail.Queue) {
	t.Helper()
	keep(t, q, mailOf(1))
	if err := q.PostponeMail(t.Context(), lease(t, q, 1, 1)[0], start().Add(10*time.Minute)); err != nil {
		t.Fatal(err)
	}
	if got := lease(t, q, 9, 10); len(got) != 0 {
		t.Errorf("due too early: %+v", got)
	}
	if got := lease(t, q, 10, 10); len(got) != 1 || got[0].Attempts != 2 {
		t.Errorf("%+v", got)
	}
}

func lostLease(t *testing.T, q mail.Queue) {
	t.Helper()
	keep(t, q, mailOf(1))
	lost := lease(t, q, 1, 1)[0]
	held := lease(t, q, 3, 1)[0]
	if err := q.DropMail(t.Context(), lost); err != nil {
		t.Fatal(err)
	}
	if err := q.PostponeMail(t.Context(), lost, start()); err != nil {
		t.Fatal(err)
	}
	if got := lease(t, q, 3, 1); len(got) != 0 {
		t.Errorf("a lost lease made it due: %+v", got)
	}
	if got := lease(t, q, 5, 1); len(got) != 1 || got[0].ID != held.ID {
		t.Errorf("a lost lease dropped it: %+v", got)
	}
}

func inOrder(t *testing.T, q mail.Queue) {
	t.Helper()
	keep(t, q, mailOf(3), mailOf(1), mailOf(2))
	got := lease(t, q, 1, 2)
	if len(got) != 2 || got[0].ID != "mail-1" || got[1].ID != "mail-2" {
		t.Errorf("%+v", got)
	}
}

func pruned(t *testing.T, q mail.Queue) {
	t.Helper()
	keep(t, q, mailOf(1), mailOf(2), mailOf(3))
	n, err := q.PruneMails(t.Context(), mailOf(3).AskedAt)
	if err != nil || n != 2 {
		t.Fatalf("forgot %d, %v", n, err)
	}
	if got := lease(t, q, 1, 10); len(got) != 1 || got[0].ID != "mail-3" {
		t.Errorf("%+v", got)
	}
}

func manyWorkers(t *testing.T, q mail.Queue) {
	t.Helper()
	const mails = 20
	for n := range mails {
		keep(t, q, mailOf(n))
	}
	var mu sync.Mutex
	times := map[string]int{}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 1000 {
				got, err := q.LeaseMails(context.WithoutCancel(t.Context()), start().Add(time.Minute), start().Add(time.Hour), 3)
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				for _, m := range got {
					times[m.ID]++
				}
				done := len(times) == mails
				mu.Unlock()
				if done {
					return
				}
			}
		})
	}
	wg.Wait()
	if len(times) != mails {
		t.Errorf("%d of %d mails were leased", len(times), mails)
	}
	for id, n := range times {
		if n != 1 {
			t.Errorf("%s was leased %d times", id, n)
		}
	}
}
