package db

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/go-sql-driver/mysql"
)

// errAnswer says that the bytes of an answer are not those of MySQL's protocol, or of a part of it that is not expected here.
var errAnswer = errors.New("the database's answer cannot be read")

// answer reads what a server says to one command, here to COM_QUERY in the text protocol
// (https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_com_query_response.html; MariaDB says the same).
type answer struct {
	in       *bufio.Reader
	ahead    []byte // what is buffered and was not read: looking there costs less than asking for each packet
	seen     int    // how much that was
	sequence byte
}

const (
	packetHeader  = 4
	longestPacket = 1<<24 - 1
	comQuery      = 0x03
	markOK        = 0x00
	markNull      = 0xfb // of a cell; of an answer: the server asks for a file
	markEOF       = 0xfe
	markError     = 0xff
)

// read sends a query and calls visit for each row of the answer. Errors: *mysql.MySQLError, after which the connection can be
// used; errAnswer and those of reading and writing, after which it cannot.
func (a *answer) read(out io.Writer, text string, visit func(*row)) error {
	defer a.leave()
	return a.rows(out, text, visit)
}

func (a *answer) rows(out io.Writer, text string, visit func(*row)) error {
	if err := a.send(out, comQuery, []byte(text)); err != nil {
		return err
	}
	head, err := a.packet()
	if err != nil {
		return err
	}
	if head[0] == markOK { // it was no question
		return nil
	}
	columns, rest, ok := length(head)
	if !ok || columns == 0 || columns > 4096 || len(rest) > 1 { // MariaDB may add that descriptions of columns follow
		return errAnswer
	}
	for range columns {
		if _, err := a.packet(); err != nil {
			return err
		}
	}
	return a.each(&row{cells: make([][]byte, columns)}, visit)
}

// each reads the rows, until the answer ends.
func (a *answer) each(c *row, visit func(*row)) error {
	for first := true; ; first = false {
		p, err := a.packet()
		switch {
		case err != nil:
			return err
		case isEOF(p) && first: // servers of old say that the descriptions end
		case p[0] == markEOF && len(p) < longestPacket:
			return nil
		case !c.split(p):
			return errAnswer
		default:
			visit(c)
		}
	}
}

func (a *answer) send(out io.Writer, command byte, body []byte) error {
	n := len(body) + 1
	if n >= longestPacket {
		return fmt.Errorf("a command of %d bytes: %w", n, errAnswer)
	}
	packet := make([]byte, 0, packetHeader+n)
	packet = append(packet, byte(n), byte(n>>8), byte(n>>16), 0, command) //nolint:gosec // three bytes of a length
	_, err := out.Write(append(packet, body...))
	a.sequence = 1
	return err
}

// packet returns the next packet, not empty, valid until the one after it. Errors: also the server's own.
func (a *answer) packet() ([]byte, error) {
	p, more, err := a.piece()
	for more && err == nil {
		var next []byte
		next, more, err = a.piece()
		p = append(p, next...)
	}
	switch {
	case err != nil:
		return nil, err
	case len(p) == 0:
		return nil, errAnswer
	case p[0] == markError:
		return nil, serverError(p)
	}
	return p, nil
}

// piece returns what stands behind one header, and whether the packet goes on behind the next; then it is the caller's.
func (a *answer) piece() (p []byte, more bool, err error) {
	if err := a.look(packetHeader); err != nil {
		return nil, false, err
	}
	head := a.ahead[:packetHeader]
	n, sequence := int(head[0])|int(head[1])<<8|int(head[2])<<16, head[3]
	if sequence != a.sequence {
		return nil, false, errAnswer
	}
	a.sequence++
	if all := packetHeader + n; all <= a.in.Size() {
		if err := a.look(all); err != nil {
			return nil, false, err
		}
		p, a.ahead = a.ahead[packetHeader:all], a.ahead[all:]
		return p, false, nil
	}
	a.ahead = a.ahead[packetHeader:]
	a.leave()
	p = make([]byte, n)
	_, err = io.ReadFull(a.in, p)
	return p, n == longestPacket, err
}

// look sees to it that the next n bytes are ahead.
func (a *answer) look(n int) error {
	if len(a.ahead) >= n {
		return nil
	}
	a.leave()
	if _, err := a.in.Peek(n); err != nil {
		return err
	}
	var err error
	a.ahead, err = a.in.Peek(a.in.Buffered())
	a.seen = len(a.ahead)
	return err
}

// leave takes what was read from what is buffered, which cannot fail.
func (a *answer) leave() {
	_, _ = a.in.Discard(a.seen - len(a.ahead))
	a.ahead, a.seen = nil, 0
}

// serverError reads an ERR packet: number, state, message.
func serverError(p []byte) error {
	if len(p) < 3 {
		return errAnswer
	}
	e := &mysql.MySQLError{Number: binary.LittleEndian.Uint16(p[1:])}
	p = p[3:]
	if len(p) >= 6 && p[0] == '#' {
		copy(e.SQLState[:], p[1:6])
		p = p[6:]
	}
	e.Message = string(p)
	return e
}

// isEOF is whether a packet is what servers of old end descriptions with.
func isEOF(p []byte) bool { return p[0] == markEOF && len(p) == 5 }

// split cuts a packet into the cells of a row; false when it does not hold that many.
func (r *row) split(p []byte) bool {
	if r.columns != nil {
		return r.splitBinary(p)
	}
	for i := range r.cells {
		if len(p) > 0 && p[0] == markNull {
			r.cells[i], p = nil, p[1:]
			continue
		}
		n, rest, ok := length(p)
		if !ok || n > uint64(len(rest)) {
			return false
		}
		r.cells[i], p = rest[:n:n], rest[n:]
	}
	return len(p) == 0
}

// length reads a length that is written in as many bytes as it needs.
func length(p []byte) (n uint64, rest []byte, ok bool) {
	if len(p) == 0 {
		return 0, nil, false
	}
	if p[0] < markNull {
		return uint64(p[0]), p[1:], true
	}
	size := 0
	switch p[0] {
	case 0xfc:
		size = 2
	case 0xfd:
		size = 3
	case 0xfe:
		size = 8
	}
	if size == 0 || len(p) <= size {
		return 0, nil, false
	}
	for i := size; i > 0; i-- {
		n = n<<8 | uint64(p[i])
	}
	return n, p[1+size:], true
}
