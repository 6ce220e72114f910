//go:build !js

package locale

import "embed"

//go:embed messages/*.json
var files embed.FS
