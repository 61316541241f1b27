package app

import (
	"net"
	"net/http"
	"sync"
)

// plainWrite is up to how many bytes of a body net/http sends together with the headers anyway: it has 4 KiB for both.
const plainWrite = 3 << 10

// gatherer is a connection that can send what is written to it in several goes at once: net/http sends an answer of more than
// some kilobytes in two, and on each the system wakes its reader.
type gatherer struct {
	net.Conn
	rooms *sync.Pool // *room
	held  *room
}

// room holds what is to be sent at once: the start is copied, since net/http uses its buffer again; the rest is the end of the
// body itself, which net/http passes on as it is.
type room struct {
	body, start, rest []byte
	parts             [2][]byte
	both              net.Buffers
}

func (r *room) add(p []byte) {
	if n := len(p); n > 0 && n <= len(r.body) && &p[0] == &r.body[len(r.body)-n] {
		r.rest = p
		return
	}
	r.start = append(r.start, p...)
}

// sendTo sends everything with one call of the system. Connections other than TCP get one piece.
func (r *room) sendTo(conn net.Conn) error {
	tcp, ok := conn.(*net.TCPConn)
	if !ok {
		r.start = append(r.start, r.rest...)
		_, err := conn.Write(r.start)
		return err
	}
	r.parts = [2][]byte{r.start, r.rest}
	r.both = r.parts[:]
	_, err := r.both.WriteTo(tcp)
	return err
}

// clear forgets the body, which is not ours to keep alive.
func (r *room) clear() {
	*r = room{start: r.start[:0]}
}

// Write holds back what is written while gathering.
func (c *gatherer) Write(p []byte) (int, error) {
	if c.held != nil {
		c.held.add(p)
		return len(p), nil
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
	held, ok := c.rooms.Get().(*room)
	if !ok {
		held = new(room)
	}
	defer c.rooms.Put(held)
	defer held.clear()
	held.body = body
	c.held = held
	n, err := w.Write(body)
	if flushed := http.NewResponseController(w).Flush(); err == nil {
		err = flushed
	}
	c.held = nil
	if sent := held.sendTo(c.Conn); sent != nil {
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
