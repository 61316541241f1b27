// Command baskets prints random baskets with the totals the Go engine gives them, as the exchange format of testdata/README.md says.
// The TypeScript engine must come to the same result for each, byte for byte, and explain it by the same steps.
//
//	go run ./gateway/pos/totals/baskets -seed 1 -n 1000
//
// The same seed always prints the same lines. Every 250 baskets a new snapshot of rules and taxes is drawn and printed.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"

	"github.com/tillway/tillway/gateway/pos/totals"
)

const (
	perSnapshot = 250 // baskets that share one snapshot
	perTrace    = 5   // of so many baskets one is explained
)

func main() {
	seed := flag.Uint64("seed", 1, "what to draw from; the same seed prints the same lines")
	count := flag.Int("n", 1000, "number of baskets")
	flag.Parse()
	out := bufio.NewWriter(os.Stdout)
	err := run(out, *seed, *count)
	if flushed := out.Flush(); err == nil {
		err = flushed
	}
	if err != nil {
		_, _ = fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// object is a JSON object with its keys in any order; numbers are json.Number, exactly as drawn.
type object = map[string]any

func run(out io.Writer, seed uint64, count int) error {
	d := dice{rand.New(rand.NewPCG(seed, 0))}
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	var engine *totals.Engine
	for i := range count {
		if i%perSnapshot == 0 {
			drawn := d.snapshot()
			var snapshot totals.Snapshot
			if err := convert(drawn, &snapshot); err != nil {
				return err
			}
			var err error
			if engine, err = totals.New(&snapshot); err != nil {
				return err
			}
			if err := enc.Encode(object{"snapshot": drawn}); err != nil {
				return err
			}
		}
		drawn := d.basket(fmt.Sprintf("%d-%d", seed, i))
		var basket totals.Basket
		if err := convert(drawn, &basket); err != nil {
			return err
		}
		line := object{"input": drawn, "result": engine.Calculate(&basket)}
		if i%perTrace == 0 {
			if explained := engine.Explain(&basket); explained.Refused == nil {
				line["trace"] = explained.Trace
			}
		}
		if err := enc.Encode(line); err != nil {
			return err
		}
	}
	return nil
}

// convert reads what was drawn the way a vector is read.
func convert(from object, to any) error {
	data, err := json.Marshal(from)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, to)
}
