package api

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"willing/access"
	"willing/casebook"
	"willing/desk"
	"willing/lists"
)

// A list of a partner office as it was sent: uploaded, looked at, taken in while nobody waits, its rejects fetched
// and fed in again. It outlives a restart of the server, and goes a day after somebody last worked on it.

// mostFile bounds an uploaded list, as on the pages.
const mostFile = 64 << 20

// OfFile names an uploaded list.
type OfFile struct {
	File string `path:"file" maxLength:"64" doc:"The id of an uploaded list."`
}

// Upload is a list as it comes in: the body is the file.
type Upload struct {
	Disposition string `header:"Content-Disposition" minLength:"1" maxLength:"1000" required:"true" doc:"Names the file (RFC 6266), with filename* where its name has other letters than English ones. An address is written down by whatever it passes, and a file's name may hold a person's." example:"attachment; filename=\"office.csv\""`

	Kind string `query:"kind" enum:"leads,refusals" required:"true" doc:"People to meet, or people who said no: of those nothing is kept but markers."`
	name string
	body io.Reader
}

// mostName bounds a file's name, in bytes.
const mostName = 400

// Resolve reads the file's name, and gets the body as it comes: a list of 64 MB is not held in memory.
func (u *Upload) Resolve(ctx huma.Context) []error {
	r, w := unwrap(ctx)
	u.body = http.MaxBytesReader(w, r.Body, mostFile)
	_, names, err := mime.ParseMediaType(u.Disposition)
	if u.name = names["filename"]; err != nil || u.name == "" || len(u.name) > mostName || !utf8.ValidString(u.name) {
		return []error{&huma.ErrorDetail{Location: "header.Content-Disposition", Message: `it names no file: attachment; filename="office.csv", or filename*=UTF-8''… for other letters`}}
	}
	return nil
}

// TownsUpload is a list of towns as it comes in: the body is the file.
type TownsUpload struct {
	OfFile
	body io.Reader
}

// Resolve gets the body as it comes; one that says how large it is and is too large is not read.
func (u *TownsUpload) Resolve(ctx huma.Context) []error {
	r, w := unwrap(ctx)
	if r.ContentLength > mostFile {
		return []error{sorry(http.StatusRequestEntityTooLarge, "it is too large")}
	}
	u.body = http.MaxBytesReader(w, r.Body, mostFile)
	return nil
}

// Uploaded is a list that was kept, and how it is read.
type Uploaded struct {
	ID   string     `json:"id"`
	Look lists.Look `json:"look"`
}

// Files are the lists that are kept.
type Files struct {
	Rows []lists.State `json:"rows" doc:"The newest first."`
}

// Reading is how a list is to be read.
type Reading struct {
	OfFile
	Body lists.Reading
}

func files(a *API) {
	if a.Lists == nil {
		return
	}
	const tag = "imports"
	register(a, op{id: "upload-list", on: "POST /imports/files", tag: tag, raw: true, does: "Upload a list of a partner office, and see how it is read",
		more: "CSV, XLSX or JSON Lines, 64 MB at most, as the office sent it; its name stands in Content-Disposition, never in the address. Nothing is taken in yet. A file that is not what it says is refused, and not kept."}, a.upload)
	register(a, op{id: "list-files", on: "GET /imports/files", tag: tag, does: "List the uploaded lists, and how far each is"},
		func(_ context.Context, by desk.Acting, _ *struct{}) (*Reply[Files], error) {
			return &Reply[Files]{Files{append([]lists.State{}, a.Lists.All()...)}}, a.mayImport(by)
		})
	register(a, op{id: "show-file", on: "GET /imports/files/{file}", tag: tag, does: "Show how far an uploaded list is, and what became of its rows"},
		func(_ context.Context, by desk.Acting, in *OfFile) (*Reply[lists.State], error) {
			if err := a.mayImport(by); err != nil {
				return nil, err
			}
			state, ok := a.Lists.State(in.File)
			if !ok {
				return nil, &desk.Error{Kind: desk.NotFound, Say: "there is no such list"}
			}
			return &Reply[lists.State]{state}, nil
		})
	register(a, op{id: "look-at-file", on: "POST /imports/files/{file}/look", tag: tag, read: true, does: "See how an uploaded list would be read with other columns, and what would become of its rows"},
		func(ctx context.Context, by desk.Acting, in *Reading) (*Reply[*lists.Look], error) {
			if err := a.mayImport(by); err != nil {
				return nil, err
			}
			look, err := a.Lists.Look(ctx, by, in.File, in.Body)
			return &Reply[*lists.Look]{look}, err
		})
	register(a, op{id: "put-towns", on: "PUT /imports/files/{file}/towns", tag: tag, raw: true, does: "Put a list of towns beside an uploaded list of people to meet",
		more: "CSV with the columns name, country, lat and lon, and perhaps also_written; 32 MB at most. Where a row names no country, its town says which. Look at the list again to see what it changes."}, a.putTowns)
	register(a, op{id: "drop-towns", on: "DELETE /imports/files/{file}/towns", tag: tag, does: "Take the list of towns away from an uploaded list"},
		func(_ context.Context, by desk.Acting, in *OfFile) (*Done, error) {
			if err := a.mayImport(by); err != nil {
				return nil, err
			}
			return nil, a.Lists.DropTowns(in.File)
		})
	register(a, op{id: "take-file", on: "POST /imports/files/{file}/taking", tag: tag, does: "Take an uploaded list in",
		more: "It goes on while nobody waits; GET the list to see how far it is. A row comes in once, however often its list is taken in."},
		func(_ context.Context, by desk.Acting, in *Reading) (*Done, error) {
			if err := a.mayImport(by); err != nil {
				return nil, err
			}
			return nil, a.Lists.Begin(by, in.File, in.Body)
		})
	register(a, op{id: "resume-file", on: "POST /imports/files/{file}/resumption", tag: tag, does: "Go on with a list that was broken off by a restart, as it was begun"},
		func(_ context.Context, by desk.Acting, in *OfFile) (*Done, error) {
			if err := a.mayImport(by); err != nil {
				return nil, err
			}
			return nil, a.Lists.Resume(by, in.File)
		})
	register(a, op{id: "file-rejects", on: "GET /imports/files/{file}/rejects", tag: tag, file: "text/csv", does: "Give the rows that were not taken in, with the reason beside each, to be put right and uploaded again"}, a.rejects)
	register(a, op{id: "drop-file", on: "DELETE /imports/files/{file}", tag: tag, does: "Forget an uploaded list; what came in of it stays"},
		func(_ context.Context, by desk.Acting, in *OfFile) (*Done, error) {
			if err := a.mayImport(by); err != nil {
				return nil, err
			}
			return nil, a.Lists.Drop(in.File)
		})
}

// mayImport is the right that the pages ask for.
func (a *API) mayImport(by desk.Acting) error {
	if !a.Desk.May(by, access.ImportLeads, "") {
		return desk.MayNot(access.ImportLeads)
	}
	return nil
}

func (a *API) upload(ctx context.Context, by desk.Acting, in *Upload) (*Reply[Uploaded], error) {
	if err := a.mayImport(by); err != nil {
		return nil, err
	}
	id, err := a.Lists.Keep(by.Who, in.name, in.Kind == "refusals", in.body)
	if err != nil {
		return nil, err
	}
	look, err := a.Lists.Look(ctx, by, id, lists.Reading{})
	if err != nil {
		return nil, errors.Join(err, a.Lists.Drop(id))
	}
	return &Reply[Uploaded]{Uploaded{id, *look}}, nil
}

func (a *API) putTowns(_ context.Context, by desk.Acting, in *TownsUpload) (*Done, error) {
	if err := a.mayImport(by); err != nil {
		return nil, err
	}
	return nil, a.Lists.KeepTowns(in.File, in.body)
}

func (a *API) rejects(_ context.Context, by desk.Acting, in *OfFile) (*File, error) {
	if err := a.mayImport(by); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := a.Lists.Rejects(in.File, &out); err != nil {
		return nil, err
	}
	return &File{"text/csv; charset=utf-8", out.Bytes()}, nil
}

// RefusalBatch is a list of refusals that was taken in: nothing of it but markers.
type RefusalBatch struct {
	Batch     casebook.ID `json:"batch" doc:"Names the list, for taking it back."`
	Office    string      `json:"office" doc:"Whose list it was."`
	Markers   int         `json:"markers"`
	At        time.Time   `json:"at"`
	Withdrawn bool        `json:"withdrawn" doc:"Two people took it back."`
}

// RefusalBatches lists them.
type RefusalBatches struct {
	Rows []RefusalBatch `json:"rows" doc:"The newest first."`
}

func (a *API) batches(_ context.Context, by desk.Acting, _ *struct{}) (*Reply[RefusalBatches], error) {
	out := RefusalBatches{Rows: []RefusalBatch{}}
	a.house(func(h *casebook.House) {
		for id, b := range h.Batches() {
			out.Rows = append(out.Rows, RefusalBatch{id, b.Office, b.Markers, b.At.UTC(), b.Withdrawn})
		}
	})
	slices.SortFunc(out.Rows, func(x, y RefusalBatch) int { return y.At.Compare(x.At) })
	return &Reply[RefusalBatches]{out}, a.mayImport(by)
}
