// Package metrics counts and times what the gateway does, for Prometheus.
//
// It owns the names, labels and buckets of all metrics (prefix tillway_) and the /metrics handler. Its methods are plain
// functions that fit the hooks of the other packages, which therefore know nothing of Prometheus. Everything is registered
// in a registry of its own. All methods are safe for concurrent use.
//
// Labels that clients can choose are bounded: see Config.MaxNames.
package metrics
