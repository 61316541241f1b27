package sandbox

import (
	"encoding/json"
	"io"
	"net/http"
	"time"

	"github.com/shopspring/decimal"
)

// faultRequest is a fault as the HTTP interface takes it; delays are texts such as "2s".
type faultRequest struct {
	Method  string    `json:"method"`
	Path    string    `json:"path"`
	Skip    int       `json:"skip"`
	Times   int       `json:"times"`
	Kind    FaultKind `json:"kind"`
	Delay   string    `json:"delay"`
	Status  int       `json:"status"`
	Message string    `json:"message"`
}

// adminHandler is the sandbox's own interface, which Magento does not have. The bearer token of the shop is needed.
//
//	GET, POST, DELETE /sandbox/faults       list, add or clear faults
//	DELETE /sandbox/faults/{id}             remove one
//	GET /sandbox/orders                     all orders
//	PATCH, DELETE /sandbox/products/{sku}   {"price": "12.50", "name": "...", "soldIn": {"least": "3"}}
//	PUT /sandbox/stock                      {"sku": "...", "source": "...", "quantity": 3}
func (s *Sandbox) adminHandler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /sandbox/faults", s.listFaults)
	mux.HandleFunc("POST /sandbox/faults", s.postFault)
	mux.HandleFunc("DELETE /sandbox/faults", func(w http.ResponseWriter, _ *http.Request) {
		s.faults.Clear()
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("DELETE /sandbox/faults/{id}", func(w http.ResponseWriter, r *http.Request) {
		if !s.faults.Remove(r.PathValue("id")) {
			http.Error(w, "no such fault", http.StatusNotFound)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("GET /sandbox/orders", func(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, s.ordersJSON()) })
	mux.HandleFunc("PATCH /sandbox/products/{sku}", s.patchProduct)
	mux.HandleFunc("DELETE /sandbox/products/{sku}", func(w http.ResponseWriter, r *http.Request) {
		done(w, s.DeleteProduct(r.PathValue("sku")))
	})
	mux.HandleFunc("PUT /sandbox/stock", s.putStock)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.authorised(bearer(r)) {
			http.Error(w, "the bearer token of the sandbox is needed", http.StatusUnauthorized)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

func answer(w http.ResponseWriter, status int, v any) {
	body, err := encode(v)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	writeJSON(w, status, body)
}

func done(w http.ResponseWriter, err error) {
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// readJSON decodes a request body; on failure it has answered.
func readJSON(w http.ResponseWriter, r *http.Request, into any) bool {
	in := json.NewDecoder(io.LimitReader(r.Body, 1<<16))
	in.DisallowUnknownFields()
	if err := in.Decode(into); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return false
	}
	return true
}

func (s *Sandbox) postFault(w http.ResponseWriter, r *http.Request) {
	var in faultRequest
	if !readJSON(w, r, &in) {
		return
	}
	f := Fault{Method: in.Method, Path: in.Path, Skip: in.Skip, Count: in.Times, Kind: in.Kind, Status: in.Status,
		Message: in.Message}
	if in.Delay != "" {
		d, err := time.ParseDuration(in.Delay)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		f.Delay = d
	}
	if err := f.Validate(); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	answer(w, http.StatusCreated, pairs("id", s.faults.Add(f)))
}

func (s *Sandbox) listFaults(w http.ResponseWriter, _ *http.Request) {
	s.faults.mu.Lock()
	rows := listOf(s.faults.script, func(f *scripted) any {
		return pairs("id", f.id, "method", f.Method, "path", f.Path, "skip", f.Skip, "times", f.Count, "kind", string(f.Kind),
			"delay", f.Delay.String(), "status", f.Status, "message", f.Message, "happened", f.done)
	})
	s.faults.mu.Unlock()
	answer(w, http.StatusOK, rows)
}

func (s *Sandbox) ordersJSON() list {
	return listOf(s.Orders(), func(o Order) any {
		return pairs("id", o.ID, "increment_id", o.IncrementID, "quote_id", o.QuoteID, "state", o.State, "status", o.Status,
			"email", o.Email, "payment", o.Payment, "created_at", o.CreatedAt, "subtotal", o.Subtotal, "shipping", o.Shipping,
			"tax", o.Tax, "grand_total", o.GrandTotal,
			"items", listOf(o.Items, func(i OrderItem) any {
				return pairs("id", i.ID, "sku", i.SKU, "type", i.Type, "price", i.Price, "ordered", i.Ordered,
					"invoiced", i.Invoiced, "shipped", i.Shipped, "canceled", i.Canceled)
			}),
			"invoices", listOf(o.Invoices, func(v Invoice) any { return pairs("id", v.ID, "grand_total", v.GrandTotal) }),
			"shipments", listOf(o.Shipments, func(v Shipment) any { return pairs("id", v.ID, "source", v.Source) }),
			"comments", listOf(o.Comments, func(c string) any { return c }))
	})
}

func (s *Sandbox) patchProduct(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Price  *decimal.Decimal `json:"price"`
		Name   string           `json:"name"`
		SoldIn *SoldIn          `json:"soldIn"`
	}
	if !readJSON(w, r, &in) {
		return
	}
	sku := r.PathValue("sku")
	if in.Price != nil {
		if err := s.SetPrice(sku, *in.Price); err != nil {
			done(w, err)
			return
		}
	}
	if in.SoldIn != nil {
		if err := s.SetSoldIn(sku, *in.SoldIn); err != nil {
			done(w, err)
			return
		}
	}
	if in.Name != "" {
		done(w, s.SetName(sku, in.Name))
		return
	}
	done(w, nil)
}

func (s *Sandbox) putStock(w http.ResponseWriter, r *http.Request) {
	var in struct {
		SKU      string          `json:"sku"`
		Source   string          `json:"source"`
		Quantity decimal.Decimal `json:"quantity"`
	}
	if readJSON(w, r, &in) {
		done(w, s.SetSource(in.SKU, in.Source, in.Quantity))
	}
}
