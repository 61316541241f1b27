package db

import (
	"bufio"
	"context"
	"net"
)

// readAhead is how much of an answer is taken from the socket at once. The driver asks for 4 KB at a time, which for an
// import of a whole catalog means a system call for every twenty rows.
const readAhead = 128 << 10

// bufferedConn reads ahead.
type bufferedConn struct {
	net.Conn
	in *bufio.Reader
}

func (c bufferedConn) Read(b []byte) (int, error) { return c.in.Read(b) }

func dial(ctx context.Context, network, addr string) (net.Conn, error) {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	return bufferedConn{conn, bufio.NewReaderSize(conn, readAhead)}, nil
}
