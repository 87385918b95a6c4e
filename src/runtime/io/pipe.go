package io

import (
	"errors"
	"sync"
)

// ErrClosedPipe is what reading and writing a pipe give whose own end is closed.
var ErrClosedPipe = errors.New("io: read/write on closed pipe")

// pipe hands bytes from Write to Read without keeping any: a write waits until readers
// have taken all of it.
type pipe struct {
	// Writers, one at a time.
	writing sync.Mutex
	data    chan []byte
	taken   chan int

	once sync.Once
	done chan struct{}
	// Why either end was closed; the first reason stays.
	mu       sync.Mutex
	readErr  error
	writeErr error
}

func (p *pipe) read(b []byte) (int, error) {
	select {
	case <-p.done:
		return 0, p.reasonToRead()
	default:
	}
	select {
	case data := <-p.data:
		n := copy(b, data)
		p.taken <- n
		return n, nil
	case <-p.done:
		return 0, p.reasonToRead()
	}
}

func (p *pipe) write(b []byte) (n int, err error) {
	select {
	case <-p.done:
		return 0, p.reasonToWrite()
	default:
		p.writing.Lock()
		defer p.writing.Unlock()
	}
	for once := true; once || len(b) > 0; once = false {
		select {
		case p.data <- b:
			taken := <-p.taken
			b = b[taken:]
			n += taken
		case <-p.done:
			return n, p.reasonToWrite()
		}
	}
	return n, nil
}

func (p *pipe) close(reason *error, err error) {
	p.mu.Lock()
	if *reason == nil {
		*reason = err
	}
	p.mu.Unlock()
	p.once.Do(func() { close(p.done) })
}

// reasonToRead is why a read ends: the writer's reason, unless the reader closed first.
func (p *pipe) reasonToRead() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.readErr == nil && p.writeErr != nil {
		return p.writeErr
	}
	return ErrClosedPipe
}

func (p *pipe) reasonToWrite() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.writeErr == nil && p.readErr != nil {
		return p.readErr
	}
	return ErrClosedPipe
}

// PipeReader is the end of a pipe that is read.
type PipeReader struct{ p *pipe }

func (r *PipeReader) Read(data []byte) (n int, err error) { return r.p.read(data) }
func (r *PipeReader) Close() error                        { return r.CloseWithError(nil) }

// CloseWithError makes writes fail with err, or ErrClosedPipe if it is nil.
func (r *PipeReader) CloseWithError(err error) error {
	if err == nil {
		err = ErrClosedPipe
	}
	r.p.close(&r.p.readErr, err)
	return nil
}

// PipeWriter is the end of a pipe that is written.
type PipeWriter struct{ p *pipe }

func (w *PipeWriter) Write(data []byte) (n int, err error) { return w.p.write(data) }
func (w *PipeWriter) Close() error                         { return w.CloseWithError(nil) }

// CloseWithError makes reads fail with err, or EOF if it is nil.
func (w *PipeWriter) CloseWithError(err error) error {
	if err == nil {
		err = EOF
	}
	w.p.close(&w.p.writeErr, err)
	return nil
}

// Pipe gives both ends of a pipe within the program.
func Pipe() (*PipeReader, *PipeWriter) {
	p := &pipe{data: make(chan []byte), taken: make(chan int), done: make(chan struct{})}
	return &PipeReader{p}, &PipeWriter{p}
}
