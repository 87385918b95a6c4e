// Package tabwriter aligns text in columns. A cell ends with a tab; cells one below the
// other in lines that follow each other form a column, as wide as its widest cell. What
// follows the last tab of a line belongs to no column.
//
// Text is kept until the widths of its columns are known: lines of cells, which only say
// how many bytes of the buffer are theirs. format finds the columns: the first block of
// lines that have a cell in the column to the right of those whose widths are known gets
// a width, and is formatted with it, which goes on to the right.
package tabwriter

import (
	"bytes"
	"io"
	"unicode/utf8"
)

// Flags.
const (
	FilterHTML          uint = 1 << iota // tags have no width, entities that of one character
	StripEscape                          // Escape characters do not appear in the output
	AlignRight                           // cells stand at the right of their columns
	DiscardEmptyColumns                  // columns of empty cells that do not end in '\t' have no width
	TabIndent                            // leading empty cells are tabs
	Debug                                // columns are separated by '|'
)

// Escape stands before and after text in which tabs and newlines mean nothing.
const Escape = '\xff'

type cell struct {
	size  int  // bytes
	width int  // characters
	isTab bool // ends in '\t', not in '\v'
}

// Writer is a filter before an output.
type Writer struct {
	output   io.Writer
	minWidth int
	tabWidth int
	padding  int
	padChar  byte
	flags    uint

	buf     []byte
	counted int  // how much of buf is in the width of the cell in progress
	cell    cell // the cell in progress
	endChar byte // what ends escaped text; 0 outside of it
	lines   [][]cell
	widths  []int
	err     error // of the output, in the call in progress
}

func NewWriter(output io.Writer, minwidth, tabwidth, padding int, padchar byte, flags uint) *Writer {
	return new(Writer).Init(output, minwidth, tabwidth, padding, padchar, flags)
}

// Init sets how to format: the least width of a cell, that of a tab, what is added to a
// cell, and what fills it. Tabs as filling align to the left.
func (w *Writer) Init(output io.Writer, minwidth, tabwidth, padding int, padchar byte, flags uint) *Writer {
	if minwidth < 0 || tabwidth < 0 || padding < 0 {
		panic("negative minwidth, tabwidth, or padding")
	}
	if padchar == '\t' {
		flags &^= AlignRight
	}
	w.output, w.minWidth, w.tabWidth, w.padding, w.padChar, w.flags = output, minwidth, tabwidth, padding, padchar, flags
	w.reset()
	return w
}

func (w *Writer) reset() {
	w.buf = w.buf[:0]
	w.counted = 0
	w.cell = cell{}
	w.endChar = 0
	w.lines = append(w.lines[:0], nil)
	w.widths = w.widths[:0]
}

// Write takes text; the error is that of the output.
func (w *Writer) Write(text []byte) (n int, err error) {
	defer w.nameCall("Write")
	w.err = nil
	for i := 0; i < len(text) && w.err == nil; i++ {
		c := text[i]
		if w.endChar != 0 {
			if c != w.endChar {
				continue
			}
			end := i + 1
			if c == Escape && w.flags&StripEscape != 0 {
				end = i
			}
			w.add(text[n:end])
			n = i + 1
			w.endEscape()
			continue
		}
		switch {
		case c == '\t' || c == '\v' || c == '\n' || c == '\f':
			w.add(text[n:i])
			w.count()
			n = i + 1
			w.endCell(c)
		case c == Escape || (c == '<' || c == '&') && w.flags&FilterHTML != 0:
			w.add(text[n:i])
			w.count()
			n = i
			if c == Escape && w.flags&StripEscape != 0 {
				n++
			}
			w.startEscape(c)
		}
	}
	if w.err != nil {
		return n, w.err
	}
	w.add(text[n:])
	return len(text), nil
}

// Flush writes out everything.
func (w *Writer) Flush() error {
	defer w.nameCall("Flush")
	w.err = nil
	w.flush()
	w.reset()
	return w.err
}

// nameCall says in whose course the output panicked.
func (w *Writer) nameCall(op string) {
	if recover() == nil {
		return
	}
	if op == "Flush" {
		w.reset()
	}
	panic("tabwriter: panic during " + op)
}

func (w *Writer) flush() {
	if w.cell.size > 0 {
		if w.endChar != 0 {
			w.endEscape()
		}
		w.addCell(false)
	}
	w.format(0, 0, len(w.lines))
	// What could not be written stays, for Flush to try again.
	if w.err == nil {
		w.reset()
	}
}

func (w *Writer) add(text []byte) {
	w.buf = append(w.buf, text...)
	w.cell.size += len(text)
}

// count adds the characters that were not counted yet to the cell's width.
func (w *Writer) count() {
	w.cell.width += utf8.RuneCount(w.buf[w.counted:])
	w.counted = len(w.buf)
}

func (w *Writer) addCell(isTab bool) int {
	w.cell.isTab = isTab
	last := len(w.lines) - 1
	w.lines[last] = append(w.lines[last], w.cell)
	w.cell = cell{}
	return len(w.lines[last])
}

func (w *Writer) endCell(c byte) {
	cells := w.addCell(c == '\t')
	if c != '\n' && c != '\f' {
		return
	}
	w.lines = append(w.lines, nil)
	// A line of one cell ends all columns.
	if c == '\f' || cells == 1 {
		w.flush()
		if c == '\f' && w.flags&Debug != 0 {
			w.emit([]byte("---\n"))
		}
	}
}

func (w *Writer) startEscape(c byte) {
	switch c {
	case '<':
		w.endChar = '>'
	case '&':
		w.endChar = ';'
	default:
		w.endChar = Escape
	}
}

func (w *Writer) endEscape() {
	switch w.endChar {
	case Escape:
		w.count()
		if w.flags&StripEscape == 0 {
			w.cell.width -= 2
		}
	case ';':
		w.cell.width++
	}
	w.counted = len(w.buf)
	w.endChar = 0
}

// format writes lines [from, to), whose text starts at pos, and gives where it ends.
func (w *Writer) format(pos, from, to int) int {
	column := len(w.widths)
	for i := from; i < to; i++ {
		if !w.hasCell(i, column) {
			continue
		}
		pos = w.writeLines(pos, from, i)
		from = i
		width, isEmpty := w.minWidth, true
		for ; i < to && w.hasCell(i, column); i++ {
			c := w.lines[i][column]
			if c.width+w.padding > width {
				width = c.width + w.padding
			}
			isEmpty = isEmpty && c.width == 0 && !c.isTab
		}
		if isEmpty && w.flags&DiscardEmptyColumns != 0 {
			width = 0
		}
		w.widths = append(w.widths, width)
		pos = w.format(pos, from, i)
		w.widths = w.widths[:column]
		from = i
	}
	return w.writeLines(pos, from, to)
}

// hasCell reports whether a line has a cell in the column; its last belongs to none.
func (w *Writer) hasCell(line, column int) bool { return column < len(w.lines[line])-1 }

func (w *Writer) writeLines(pos, from, to int) int {
	for i := from; i < to; i++ {
		indents := w.flags&TabIndent != 0
		for j, c := range w.lines[i] {
			if j > 0 && w.flags&Debug != 0 {
				w.emit([]byte{'|'})
			}
			indents = indents && c.size == 0
			text := w.buf[pos : pos+c.size]
			pos += c.size
			isRight := w.flags&AlignRight != 0
			if !isRight {
				w.emit(text)
			}
			if j < len(w.widths) {
				w.pad(c.width, w.widths[j], indents)
			}
			if isRight {
				w.emit(text)
			}
		}
		if i+1 < len(w.lines) {
			w.emit([]byte{'\n'})
			continue
		}
		// The line in progress may have the beginning of a cell.
		w.emit(w.buf[pos : pos+w.cell.size])
		pos += w.cell.size
	}
	return pos
}

// pad fills a cell from its text to its width.
func (w *Writer) pad(width, cellWidth int, withTabs bool) {
	if w.padChar != '\t' && !withTabs {
		w.emit(bytes.Repeat([]byte{w.padChar}, cellWidth-width))
		return
	}
	if w.tabWidth == 0 {
		return
	}
	// Cells end at multiples of a tab's width.
	cellWidth = (cellWidth + w.tabWidth - 1) / w.tabWidth * w.tabWidth
	w.emit(bytes.Repeat([]byte{'\t'}, (cellWidth-width+w.tabWidth-1)/w.tabWidth))
}

// emit writes to the output unless that has failed.
func (w *Writer) emit(text []byte) {
	if w.err != nil || len(text) == 0 {
		return
	}
	n, err := w.output.Write(text)
	if err == nil && n != len(text) {
		err = io.ErrShortWrite
	}
	w.err = err
}
