package db

import (
	"encoding/binary"
	"errors"
	"io"

	"github.com/go-sql-driver/mysql"
)

// statement is a question that the server knows already, and answers in the binary protocol
// (https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_binary_resultset.html; MariaDB says the same): writing numbers
// as texts is a tenth of what an import costs the server.
type statement struct {
	id      uint32
	columns []column
}

const (
	comPrepare = 0x16
	comExecute = 0x17
	// mostArguments and mostStatements bound what is prepared: lists of ids are as long as they come, and asked for once.
	mostArguments  = 8
	mostStatements = 100
)

// prepare has the server learn a question with arguments. Nil without an error: it is to be asked as a text, because of what it
// answers, or because the server learns no more.
func (a *answer) prepare(out io.Writer, text string) (*statement, error) {
	defer a.leave()
	if err := a.send(out, comPrepare, []byte(text)); err != nil {
		return nil, err
	}
	head, err := a.packet()
	if isUnprepared(err) {
		return nil, nil //nolint:nilnil // it is documented
	}
	if err != nil {
		return nil, err
	}
	if head[0] != markOK || len(head) < 9 {
		return nil, errAnswer
	}
	s := &statement{id: binary.LittleEndian.Uint32(head[1:])}
	columns, arguments := int(binary.LittleEndian.Uint16(head[5:])), int(binary.LittleEndian.Uint16(head[7:]))
	if arguments == 0 { // what ends the arguments tells what will end the columns
		return nil, errAnswer
	}
	for range arguments {
		if _, err := a.packet(); err != nil {
			return nil, err
		}
	}
	if columns == 0 {
		return nil, errAnswer
	}
	p, err := a.packet()
	if err != nil {
		return nil, err
	}
	ends := isEOF(p)
	if ends {
		if p, err = a.packet(); err != nil {
			return nil, err
		}
	}
	var known bool
	if s.columns, known, err = a.describe(p, columns); err != nil {
		return nil, err
	}
	if ends {
		if _, err = a.packet(); err != nil {
			return nil, err
		}
	}
	if !known {
		return nil, nil //nolint:nilnil // it is documented
	}
	return s, nil
}

// isUnprepared is whether a server refused a prepared question that it would answer as a text: it learns no more, or not this one, or it
// does not know it, as where a proxy leads to another server than before.
func isUnprepared(err error) bool {
	const full, notThis, unknown = 1461, 1295, 1243
	var server *mysql.MySQLError
	return errors.As(err, &server) && (server.Number == full || server.Number == notThis || server.Number == unknown)
}

// execute asks a question again, with numbers as its arguments. Errors: before any row, also those that isUnprepared knows.
func (a *answer) execute(out io.Writer, s *statement, numbers []int64, visit func(*row)) error {
	defer a.leave()
	if err := a.send(out, comExecute, s.call(numbers)); err != nil {
		return err
	}
	head, err := a.packet()
	if err != nil {
		return err
	}
	columns, rest, ok := length(head)
	if !ok || int(columns) != len(s.columns) || len(rest) > 1 { //nolint:gosec // not below zero, and compared
		return errAnswer
	}
	if len(rest) == 0 || rest[0] != 0 { // MariaDB may say that it described them before
		described, known, err := a.describe(nil, len(s.columns)) // a table may have been altered
		if err != nil {
			return err
		}
		if !known {
			return errAnswer
		}
		s.columns = described
	}
	return a.each(numbered(s.columns), visit)
}

// describe reads how so many columns are written, of which the first packet may have been read; false when some are as texts only.
func (a *answer) describe(first []byte, columns int) (out []column, known bool, err error) {
	known = true
	for p := first; len(out) < columns; p = nil {
		if p == nil {
			if p, err = a.packet(); err != nil {
				return nil, false, err
			}
		}
		c, ok := columnOf(p)
		out, known = append(out, c), known && ok
	}
	return out, known, nil
}

// call is the command that executes the statement.
func (s *statement) call(numbers []int64) []byte {
	const longLong = 0x08
	b := binary.LittleEndian.AppendUint32(nil, s.id)
	b = append(b, 0, 1, 0, 0, 0)                       // no cursor; once
	b = append(b, make([]byte, (len(numbers)+7)/8)...) // none is NULL
	b = append(b, 1)                                   // types follow
	for range numbers {
		b = append(b, longLong, 0)
	}
	for _, n := range numbers {
		b = binary.LittleEndian.AppendUint64(b, uint64(n)) //nolint:gosec // its bits
	}
	return b
}

// splitBinary cuts a packet into the cells of a row; false when it does not hold that many, or such as cannot be.
func (r *row) splitBinary(p []byte) bool {
	const reserved = 2 // bits of those that tell what is NULL
	bits := (len(r.cells) + reserved + 7) / 8
	if len(p) < 1+bits || p[0] != 0 {
		return false
	}
	nulls, p := p[1:1+bits], p[1+bits:]
	for i := range r.cells {
		if nulls[(i+reserved)/8]>>((i+reserved)%8)&1 != 0 {
			r.cells[i], r.numbers[i] = nil, 0
			continue
		}
		c := r.columns[i]
		if width := int(c.width); width > 0 {
			if width > len(p) {
				return false
			}
			r.cells[i], r.numbers[i], p = p[:width:width], c.integer(p), p[width:]
			continue
		}
		n, rest, ok := length(p)
		if !ok || n > uint64(len(rest)) || !c.fits(rest[:n]) {
			return false
		}
		r.cells[i], p = rest[:n:n], rest[n:]
	}
	r.spelt = r.spelt[:0]
	return len(p) == 0
}
