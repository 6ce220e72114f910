// Package examples holds the example programmes, so that `willing demo` and `willing init` work from
// the one file that was installed. The folders are the truth; edit them there.
package examples

import "embed"

// Files holds the folders sea-rescue and donor-registry.
//
//go:embed sea-rescue donor-registry
var Files embed.FS
