package signin

import (
	"errors"
	"net"
	"net/http"

	"willing/account"
	"willing/web"
)

// sorry shows a form again with what kept somebody out. It says the same whoever exists.
func sorry(p *web.Page, err error, field, name string, data any) error {
	status, key := 0, ""
	switch {
	case errors.Is(err, account.ErrWait):
		status, key = http.StatusTooManyRequests, "problem.too-fast"
	case errors.Is(err, account.ErrWrong):
		status, key = http.StatusForbidden, "signin.wrong"
	case errors.Is(err, account.ErrGone):
		status, key = http.StatusGone, "signin.too-late"
	case errors.Is(err, account.ErrStale):
		status, key = http.StatusForbidden, "signin.anew"
	case errors.Is(err, account.ErrBad):
		status, key = http.StatusUnprocessableEntity, "problem.bad-input"
	default:
		return err
	}
	p.Problem(field, p.T(key))
	return p.Show(status, views, name, data)
}

// address is from where somebody comes, for limits.
func address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
