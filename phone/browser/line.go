//go:build js

package main

import (
	"bytes"
	"context"
	"io"
	"syscall/js"

	"willing/exchange/meet"
	"willing/phone"
	"willing/promise"
)

// post reaches headquarters, which is this very site, through the browser's fetch.
func post(path string) meet.Line {
	return func(ctx context.Context, body []byte) (io.ReadCloser, error) {
		stop := js.Global().Get("AbortController").New()
		defer context.AfterFunc(ctx, func() { stop.Call("abort") })()
		init := map[string]any{
			"method": "POST", "body": promise.Array(body), "cache": "no-store", "credentials": "omit", "redirect": "error", "signal": stop.Get("signal"),
			"headers": map[string]any{"Content-Type": "application/octet-stream"},
		}
		answer, err := promise.Await(js.Global().Call("fetch", path, init))
		if err != nil {
			return nil, phone.NoLine(err)
		}
		if status := answer.Get("status").Int(); status != 200 {
			said, err := promise.Await(answer.Call("text"))
			if err != nil {
				return nil, phone.NoLine(err)
			}
			return nil, phone.Refused(status, said.String())
		}
		return &stream{reader: answer.Get("body").Call("getReader")}, nil
	}
}

// stream reads the body of an answer as it comes.
type stream struct {
	reader js.Value
	rest   bytes.Reader
}

func (s *stream) Read(p []byte) (int, error) {
	for s.rest.Len() == 0 {
		piece, err := promise.Await(s.reader.Call("read"))
		if err != nil {
			return 0, phone.NoLine(err)
		}
		if piece.Get("done").Bool() {
			return 0, io.EOF
		}
		s.rest.Reset(promise.Bytes(piece.Get("value")))
	}
	return s.rest.Read(p)
}

func (s *stream) Close() error {
	s.reader.Call("cancel")
	return nil
}
