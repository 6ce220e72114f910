package phone

import (
	"cmp"
	"errors"
	"io"
	"net/http"

	"willing/bundle"
	"willing/desk"
	"willing/exchange/meet"
	"willing/web"
)

// bundle makes a file of what is unsent that headquarters alone can read: for the share sheet, a stick or a mail. The
// page has it made before anybody taps, so that it was handed out is noted by itself: see handed.
func (in *inside) bundle(w *web.Page) error {
	head, signed, frames, err := in.meets.Parcel(w.R.Context(), in.own.Home)
	if err != nil {
		return err
	}
	about := bundle.About{From: in.meets.Name(), For: in.own.Home, At: head.At, Frames: len(frames)}
	file, err := bundle.Seal(about, signed, frames)
	if err != nil {
		return err
	}
	in.file.Store(&head)
	h := w.W.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", `attachment; filename="`+bundle.Name(about, in.own.Home)+`"`)
	w.W.WriteHeader(http.StatusOK)
	_, _ = w.W.Write(file) // whoever asked may have gone away
	return nil
}

// handed hears that somebody saved the file, or gave it to the share sheet.
func (in *inside) handed(w *web.Page) error {
	if head := in.file.Load(); head != nil {
		if err := in.meets.HandedOut(w.R.Context(), *head); err != nil {
			return err
		}
	}
	return tell(w, state{})
}

// takeBundle takes in a bundle that was written for this phone. Twice is as good as once.
func (in *inside) takeBundle(w *web.Page) error {
	file, _, err := w.R.FormFile("file")
	if err != nil {
		w.Problem("file", w.T("carry.failed.none"))
		return in.showKeep(w, http.StatusUnprocessableEntity)
	}
	defer file.Close()
	got, key, err := in.unpack(w, file)
	if err != nil {
		return err
	}
	if key != "" {
		w.Problem("file", w.T(key))
		return in.showKeep(w, http.StatusUnprocessableEntity)
	}
	page, err := in.keepPage(w)
	if err != nil {
		return err
	}
	page.Came = &got
	return w.OK(views, "keep", page)
}

// unpack returns the key of what is wrong with a bundle, if something is.
func (in *inside) unpack(w *web.Page, file io.Reader) (got desk.Received, wrong string, err error) {
	device, err := in.own.device()
	if err != nil {
		return got, "", err
	}
	_, message, err := bundle.Open(file, device)
	switch {
	case errors.Is(err, bundle.ErrBroken):
		return got, "carry.failed.broken", nil
	case err != nil:
	case message == nil:
		err = meet.ErrAstray
	default:
		got, err = in.meets.Unpack(w.R.Context(), message)
		err = cmp.Or(err, in.followProgramme(w.R.Context()), in.drafts.drop(everyDraft)) // a file may ask for somebody to be purged
	}
	if why := meet.Failed(err); why != "" {
		return got, "carry.failed." + why, nil
	}
	return got, "", err
}
