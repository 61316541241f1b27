package sqldb_test

import (
	"testing"

	"github.com/tillway/tillway/gateway/mail"
	"github.com/tillway/tillway/gateway/mail/mailtest"
)

func TestMailQueue(t *testing.T) {
	t.Parallel()
	onBoth(t, func(on server) {
		mailtest.Queue(on.T, func(t *testing.T) mail.Queue { t.Helper(); return on.fresh(t) })
	})
}
