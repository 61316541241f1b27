package app_test

import (
	"os/exec"
	"strings"
	"testing"
	"time"
)

// check runs `tillway check` beside the process and returns what it printed.
func (p *process) check(arguments ...string) (string, error) {
	cmd := exec.Command(p.path, append([]string{"check"}, arguments...)...)
	cmd.Env = p.env
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func TestCheckCommand(t *testing.T) {
	t.Parallel()
	shop := startShop(t)
	p := startProcess(t, shop.URL())
	token, articles := p.enrol("R1"), p.articles(1)
	p.submitUntilReceived(t, token, sale(1, articles...))
	p.submitUntilReceived(t, token, sale(3, articles...))
	p.waitSettled(t, token, 2, 30*time.Second)

	out, err := p.check()
	if err != nil || !strings.Contains(out, "2 orders, 0 violations") {
		t.Fatalf("check = %v\n%s", err, out)
	}
	// Receipts received long ago have no gaps, and this one does.
	out, err = p.check("--overdue=1ns")
	if err == nil || !strings.Contains(out, "receipt_gap") || !strings.Contains(out, "R1-2") {
		t.Errorf("check = %v\n%s", err, out)
	}
}
