package sandbox

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// journalVersion is the first line of a journal. A journal of another version was written over another seed: it is set
// aside, not read.
const journalVersion = `{"sandbox":1}`

// record is the state of one thing after a change; no value means that it is gone.
type record struct {
	Kind  string          `json:"kind"`
	Key   string          `json:"key"`
	Value json.RawMessage `json:"value,omitempty"`
}

// journal keeps what changed since the seed: one line of JSON for each change, all records of a change in one line, so
// that a process killed in the middle of a line loses that change as a whole. It is not synced to disk: it outlives the
// process, not the machine.
type journal struct {
	path  string
	file  *os.File
	lines int
}

// openJournal reads a journal, handing each record to apply, and opens it for appending. A torn last line is cut off.
func openJournal(dir string, apply func(record) error) (*journal, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("sandbox: %w", err)
	}
	j := &journal{path: filepath.Join(dir, "journal.jsonl")}
	size, err := j.replay(apply)
	if err != nil {
		return nil, fmt.Errorf("sandbox: replay %s: %w", j.path, err)
	}
	j.file, err = os.OpenFile(j.path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return nil, fmt.Errorf("sandbox: %w", err)
	}
	if err := j.file.Truncate(size); err != nil {
		return nil, fmt.Errorf("sandbox: %w", err)
	}
	if size == 0 {
		if _, err := j.file.WriteString(journalVersion + "\n"); err != nil {
			return nil, fmt.Errorf("sandbox: %w", err)
		}
	}
	return j, nil
}

func (j *journal) replay(apply func(record) error) (size int64, err error) {
	f, err := os.Open(j.path)
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	defer func() { _ = f.Close() }()
	in := bufio.NewReaderSize(f, 1<<20)
	for n := 0; ; n++ {
		line, err := in.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return size, nil // what follows the last newline, if anything, was torn
		}
		if err != nil {
			return 0, err
		}
		if n == 0 {
			if string(bytes.TrimSpace(line)) != journalVersion {
				return 0, os.Rename(j.path, j.path+".old")
			}
			size += int64(len(line))
			continue
		}
		var records []record
		if err := json.Unmarshal(line, &records); err != nil {
			return 0, fmt.Errorf("line %d: %w", n+1, err)
		}
		for _, r := range records {
			if err := apply(r); err != nil {
				return 0, fmt.Errorf("line %d: %s %s: %w", n+1, r.Kind, r.Key, err)
			}
		}
		size += int64(len(line))
		j.lines++
	}
}

// append writes one change.
func (j *journal) append(records []record) error {
	line, err := json.Marshal(records)
	if err != nil {
		return err
	}
	if _, err := j.file.Write(append(line, '\n')); err != nil {
		return err
	}
	j.lines++
	return nil
}

// long reports whether most lines of the journal are about things that changed again later.
func (j *journal) long(live int) bool { return j.lines > 5000+4*live }

// compact replaces the journal by one line for each live record.
func (j *journal) compact(live []record) error {
	next := j.path + ".new"
	f, err := os.Create(next)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(f, 1<<20)
	_, err = out.WriteString(journalVersion + "\n")
	for _, r := range live {
		line, failed := json.Marshal([]record{r})
		err = errors.Join(err, failed)
		_, failed = out.Write(append(line, '\n'))
		err = errors.Join(err, failed)
	}
	err = errors.Join(err, out.Flush(), f.Sync(), f.Close())
	if err != nil {
		return err
	}
	if err := os.Rename(next, j.path); err != nil {
		return err
	}
	_ = j.file.Close()
	j.file, err = os.OpenFile(j.path, os.O_WRONLY|os.O_APPEND, 0o644)
	j.lines = len(live)
	return err
}

func (j *journal) close() error { return j.file.Close() }
