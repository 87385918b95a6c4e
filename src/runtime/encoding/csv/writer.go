package csv

import (
	"bufio"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Writer writes records; what is buffered goes out with Flush.
type Writer struct {
	Comma   rune
	UseCRLF bool // lines end in \r\n
	w       *bufio.Writer
}

func NewWriter(w io.Writer) *Writer { return &Writer{Comma: ',', w: bufio.NewWriter(w)} }

// Write writes a record. The buffer keeps the first error, so only the last write is looked at.
func (w *Writer) Write(record []string) error {
	if !isDelimiter(w.Comma) {
		return errInvalidDelim
	}
	for i, field := range record {
		if i > 0 {
			w.w.WriteRune(w.Comma)
		}
		if w.needsQuotes(field) {
			w.writeQuoted(field)
		} else {
			w.w.WriteString(field)
		}
	}
	if w.UseCRLF {
		w.w.WriteByte('\r')
	}
	return w.w.WriteByte('\n')
}

func (w *Writer) writeQuoted(field string) {
	w.w.WriteByte('"')
	for i := 0; i < len(field); i++ {
		switch c := field[i]; {
		case c == '"':
			w.w.WriteString(`""`)
		case c == '\n' && w.UseCRLF:
			w.w.WriteString("\r\n")
		case c == '\r' && w.UseCRLF:
		default:
			w.w.WriteByte(c)
		}
	}
	w.w.WriteByte('"')
}

// needsQuotes tells fields that would not be read as they are; `\.` ends data for some readers.
func (w *Writer) needsQuotes(field string) bool {
	if field == "" {
		return false
	}
	if field == `\.` || strings.ContainsRune(field, w.Comma) || strings.ContainsAny(field, "\"\r\n") {
		return true
	}
	first, _ := utf8.DecodeRuneInString(field)
	return unicode.IsSpace(first)
}

func (w *Writer) Flush() { w.w.Flush() }

// Error is what went wrong in a Write or Flush before.
func (w *Writer) Error() error {
	_, err := w.w.Write(nil)
	return err
}

// WriteAll writes all records and flushes.
func (w *Writer) WriteAll(records [][]string) error {
	for _, record := range records {
		if err := w.Write(record); err != nil {
			return err
		}
	}
	return w.w.Flush()
}
