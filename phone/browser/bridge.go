//go:build js

package main

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"syscall/js"

	"willing/promise"
)

// request makes a request of a fetch event's parts.
func request(args []js.Value, location js.Value) (*http.Request, error) {
	address, err := url.Parse(args[1].String())
	if err != nil {
		return nil, err
	}
	body := []byte(nil)
	if args[3].Truthy() {
		body = promise.Bytes(args[3])
	}
	r, err := http.NewRequestWithContext(context.Background(), args[0].String(), address.RequestURI(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	for i := range args[2].Length() {
		pair := args[2].Index(i)
		r.Header.Add(pair.Index(0).String(), pair.Index(1).String())
	}
	r.Host, r.RequestURI, r.ContentLength = address.Host, address.RequestURI(), int64(len(body))
	r.Header.Set("X-Forwarded-Proto", location.Get("protocol").String()[:len(location.Get("protocol").String())-1])
	// A worker sees neither Origin nor Sec-Fetch-Site; it tells whether a page of ours asks.
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	if args[4].Bool() {
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	return r, nil
}

// answer gathers what the pages answer.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

func (a *answer) Write(b []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(b)
}

func (a *answer) value() js.Value {
	headers := []any{}
	for name, values := range a.header {
		for _, v := range values {
			headers = append(headers, []any{name, v})
		}
	}
	a.WriteHeader(http.StatusOK)
	return js.ValueOf(map[string]any{"status": a.status, "headers": headers, "body": promise.Array(a.body.Bytes())})
}
