package app

import (
	"bytes"
	"net"
	"net/http"
	"sync"
)

const (
	// plainWrite is up to how many bytes of a body net/http sends together with the headers anyway: it has 4 KiB for both.
	plainWrite = 3 << 10
	// mostGathered bounds what is copied to be sent at once. Beyond it one write more or less makes no difference.
	mostGathered = 64 << 10
	// headerRoom is about what the headers of an answer take.
	headerRoom = 1 << 10
)

// gatherer is a connection that can send what is written to it in several goes at once: net/http sends an answer of more than
// some kilobytes in two, and on each the system wakes its reader.
type gatherer struct {
	net.Conn
	rooms *sync.Pool // *bytes.Buffer
	held  *bytes.Buffer
}

// Write holds back what is written while gathering.
func (c *gatherer) Write(p []byte) (int, error) {
	if c.held != nil {
		return c.held.Write(p)
	}
	return c.Conn.Write(p)
}

// CloseWrite tells the peer that nothing follows, as net/http does before it closes.
func (c *gatherer) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

// write has a body written to w, whose connection this is, and everything sent at once. The connection is closed where that
// fails half way: net/http, which believes it sent, must not go on with it.
func (c *gatherer) write(w http.ResponseWriter, body []byte) (int, error) {
	held, ok := c.rooms.Get().(*bytes.Buffer)
	if !ok {
		held = new(bytes.Buffer)
	}
	held.Reset()
	held.Grow(len(body) + headerRoom)
	defer c.rooms.Put(held)
	c.held = held
	n, err := w.Write(body)
	if flushed := http.NewResponseController(w).Flush(); err == nil {
		err = flushed
	}
	c.held = nil
	if _, sent := c.Conn.Write(held.Bytes()); sent != nil {
		_ = c.Close()
		return n, sent
	}
	return n, err
}

// gathering has all connections of a listener gather.
type gathering struct {
	net.Listener
	rooms *sync.Pool
}

func newGathering(l net.Listener) gathering { return gathering{l, new(sync.Pool)} }

// Accept waits for the next connection.
func (l gathering) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &gatherer{Conn: conn, rooms: l.rooms}, nil
}
