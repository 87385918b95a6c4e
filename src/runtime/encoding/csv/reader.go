// Package csv reads and writes records whose fields are separated by commas. A field that
// has a comma, a quote or a newline in it stands in double quotes; a quote in it is two.
package csv

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode"
	"unicode/utf8"
)

// ParseError says where a record is wrong; lines and columns count from 1.
type ParseError struct {
	StartLine int // where the record starts
	Line      int
	Column    int // in bytes
	Err       error
}

func (e *ParseError) Error() string {
	switch {
	case e.Err == ErrFieldCount:
		return fmt.Sprintf("record on line %d: %v", e.Line, e.Err)
	case e.StartLine != e.Line:
		return fmt.Sprintf("record on line %d; parse error on line %d, column %d: %v", e.StartLine, e.Line, e.Column, e.Err)
	}
	return fmt.Sprintf("parse error on line %d, column %d: %v", e.Line, e.Column, e.Err)
}

func (e *ParseError) Unwrap() error { return e.Err }

var (
	ErrTrailingComma = errors.New("extra delimiter at end of line") // not used any more
	ErrBareQuote     = errors.New("bare \" in non-quoted-field")
	ErrQuote         = errors.New("extraneous or missing \" in quoted-field")
	ErrFieldCount    = errors.New("wrong number of fields")

	errInvalidDelim = errors.New("csv: invalid field or comment delimiter")
)

func isDelimiter(r rune) bool {
	return r != 0 && r != '"' && r != '\r' && r != '\n' && utf8.ValidRune(r) && r != utf8.RuneError
}

// Reader reads records.
type Reader struct {
	Comma            rune // between fields
	Comment          rune // begins a line that is left out; 0: there are none
	FieldsPerRecord  int  // 0: as many as the first record has; negative: any number
	LazyQuotes       bool // quotes may stand anywhere
	TrimLeadingSpace bool
	ReuseRecord      bool // Read may give the same slice again
	TrailingComma    bool // not used any more

	r          *bufio.Reader
	line       int   // number of the line read last
	offset     int64 // of the end of that line
	long       []byte
	text       []byte // fields of the record, one behind the other
	ends       []int
	positions  []position
	lastRecord []string
}

type position struct {
	line, column int
}

func NewReader(r io.Reader) *Reader { return &Reader{Comma: ',', r: bufio.NewReader(r)} }

// Read reads a record. One with the wrong number of fields comes with an error.
func (r *Reader) Read() (record []string, err error) {
	if !r.ReuseRecord {
		return r.readRecord(nil)
	}
	record, err = r.readRecord(r.lastRecord)
	r.lastRecord = record
	return record, err
}

// ReadAll reads all records up to the end, which is no error.
func (r *Reader) ReadAll() (records [][]string, err error) {
	for {
		record, err := r.readRecord(nil)
		if err == io.EOF {
			return records, nil
		}
		if err != nil {
			return nil, err
		}
		records = append(records, record)
	}
}

// FieldPos is where a field of the last record starts.
func (r *Reader) FieldPos(field int) (line, column int) {
	if field < 0 || field >= len(r.positions) {
		panic("out of range index passed to FieldPos")
	}
	p := &r.positions[field]
	return p.line, p.column
}

// InputOffset is the end of the last record in the input.
func (r *Reader) InputOffset() int64 { return r.offset }

// readLine reads a line with its newline, which \r\n becomes too. The error is io.EOF only
// if there is no line.
func (r *Reader) readLine() ([]byte, error) {
	line, err := r.r.ReadSlice('\n')
	if err == bufio.ErrBufferFull {
		r.long = r.long[:0]
		for err == bufio.ErrBufferFull {
			r.long = append(r.long, line...)
			line, err = r.r.ReadSlice('\n')
		}
		r.long = append(r.long, line...)
		line = r.long
	}
	n := len(line)
	r.line++
	r.offset += int64(n)
	if n > 0 && err == io.EOF {
		err = nil
		if line[n-1] == '\r' {
			line = line[:n-1]
		}
	}
	if n := len(line); n >= 2 && line[n-2] == '\r' && line[n-1] == '\n' {
		line[n-2] = '\n'
		line = line[:n-1]
	}
	return line, err
}

func newlineLen(b []byte) int {
	if len(b) > 0 && b[len(b)-1] == '\n' {
		return 1
	}
	return 0
}

func firstRune(b []byte) rune {
	r, _ := utf8.DecodeRune(b)
	return r
}

// firstLine skips comments and empty lines.
func (r *Reader) firstLine() ([]byte, error) {
	for {
		line, err := r.readLine()
		isComment := r.Comment != 0 && firstRune(line) == r.Comment
		if err != nil && isComment {
			return nil, err
		}
		if !isComment && (err != nil || len(line) > newlineLen(line)) {
			return line, err
		}
	}
}

// scan is the state of reading one record.
type scan struct {
	*Reader
	start   int // line
	rest    []byte
	at      position
	readErr error
}

func (s *scan) advance(n int) {
	s.rest = s.rest[n:]
	s.at.column += n
}

func (s *scan) endField(at position) {
	s.ends = append(s.ends, len(s.text))
	s.positions = append(s.positions, at)
}

func (r *Reader) readRecord(dst []string) ([]string, error) {
	if r.Comma == r.Comment || !isDelimiter(r.Comma) || r.Comment != 0 && !isDelimiter(r.Comment) {
		return nil, errInvalidDelim
	}
	line, readErr := r.firstLine()
	if readErr == io.EOF {
		return nil, readErr
	}
	r.text, r.ends, r.positions = r.text[:0], r.ends[:0], r.positions[:0]
	s := scan{Reader: r, start: r.line, rest: line, at: position{r.line, 1}, readErr: readErr}
	var err error
	for more := true; more && err == nil; {
		if r.TrimLeadingSpace {
			s.trim()
		}
		if len(s.rest) > 0 && s.rest[0] == '"' {
			more, err = s.quotedField()
		} else {
			more, err = s.plainField()
		}
	}
	if err == nil {
		err = s.readErr
	}
	dst = r.fields(dst)
	if r.FieldsPerRecord > 0 {
		if len(dst) != r.FieldsPerRecord && err == nil {
			err = &ParseError{StartLine: s.start, Line: s.start, Column: 1, Err: ErrFieldCount}
		}
	} else if r.FieldsPerRecord == 0 {
		r.FieldsPerRecord = len(dst)
	}
	return dst, err
}

func (s *scan) trim() {
	i := bytes.IndexFunc(s.rest, func(r rune) bool { return !unicode.IsSpace(r) })
	if i < 0 {
		i = len(s.rest)
		s.at.column -= newlineLen(s.rest)
	}
	s.advance(i)
}

// plainField reads a field without quotes; more says that another follows.
func (s *scan) plainField() (more bool, err error) {
	i := bytes.IndexRune(s.rest, s.Comma)
	field := s.rest[:len(s.rest)-newlineLen(s.rest)]
	if i >= 0 {
		field = s.rest[:i]
	}
	if j := bytes.IndexByte(field, '"'); j >= 0 && !s.LazyQuotes {
		return false, &ParseError{StartLine: s.start, Line: s.line, Column: s.at.column + j, Err: ErrBareQuote}
	}
	s.text = append(s.text, field...)
	s.endField(s.at)
	if i >= 0 {
		s.advance(i + utf8.RuneLen(s.Comma))
	}
	return i >= 0, nil
}

// quotedField reads a field in quotes, which may go over several lines.
func (s *scan) quotedField() (more bool, err error) {
	start := s.at
	s.advance(1)
	for {
		i := bytes.IndexByte(s.rest, '"')
		if i < 0 {
			if len(s.rest) == 0 {
				return false, s.endOfInput(start)
			}
			s.text = append(s.text, s.rest...)
			if s.readErr != nil {
				return false, nil
			}
			s.nextLine()
			continue
		}
		s.text = append(s.text, s.rest[:i]...)
		s.advance(i + 1)
		switch next := firstRune(s.rest); {
		case next == '"':
			s.text = append(s.text, '"')
			s.advance(1)
		case next == s.Comma:
			s.advance(utf8.RuneLen(s.Comma))
			s.endField(start)
			return true, nil
		case newlineLen(s.rest) == len(s.rest):
			s.endField(start)
			return false, nil
		case s.LazyQuotes:
			s.text = append(s.text, '"')
		default:
			return false, &ParseError{StartLine: s.start, Line: s.line, Column: s.at.column - 1, Err: ErrQuote}
		}
	}
}

func (s *scan) nextLine() {
	s.at.column += len(s.rest)
	s.rest, s.readErr = s.readLine()
	if len(s.rest) > 0 {
		s.at = position{s.at.line + 1, 1}
	}
	if s.readErr == io.EOF {
		s.readErr = nil
	}
}

// endOfInput ends a field whose quote is missing.
func (s *scan) endOfInput(start position) error {
	if !s.LazyQuotes && s.readErr == nil {
		return &ParseError{StartLine: s.start, Line: s.at.line, Column: s.at.column, Err: ErrQuote}
	}
	s.endField(start)
	return nil
}

// fields cuts the text of a record; all fields share one string.
func (r *Reader) fields(dst []string) []string {
	all := string(r.text)
	dst = dst[:0]
	if cap(dst) < len(r.ends) {
		dst = make([]string, 0, len(r.ends))
	}
	start := 0
	for _, end := range r.ends {
		dst = append(dst, all[start:end])
		start = end
	}
	return dst
}
