package locale

import "embed"

// A phone shows no page of headquarters and writes nobody's own file: their words, a fifth of all, stay out of what it installs.
//
//go:embed messages/common.*.json messages/law.*.json messages/person.*.json messages/phone.*.json messages/public.*.json
//go:embed messages/signin.*.json messages/team.*.json messages/wrong.*.json
var files embed.FS
