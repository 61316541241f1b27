package bus_test

import (
	"testing"

	"github.com/tillway/tillway/adapters/bus"
	"github.com/tillway/tillway/adapters/bus/bustest"
)

func TestGoChannel(t *testing.T) {
	t.Parallel()
	bustest.Transport(t, func(*testing.T) (bus.Transport, string) { return bus.NewGoChannel(nil), "topic" })
}
