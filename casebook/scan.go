package casebook

// PaperScanned adds a picture of a page that the person signed to what was typed in from it. It decides nothing.
const PaperScanned = "paper.scanned"

// Scan is a picture of a signed page: the file itself lies in chunks beside the log, and goes with this content.
type Scan struct {
	Kind   string   `json:"kind"`   // one of [ScanKinds]
	Size   int      `json:"size"`   // bytes
	Chunks [][]byte `json:"chunks"` // names of the pieces, in their order
}

// ScanKinds are the kinds of file that a scan may be, with the ending of each.
var ScanKinds = map[string]string{"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}

// MostScan is how large a scan may be, in bytes (our decision): a page at 200 dots an inch, and some minutes of a thin
// line.
const MostScan = 4 << 20
