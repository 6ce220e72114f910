package cli

import "strings"

// examples shows for each command how it is typed, without --as and --keyfile, which go with most. A test
// reads each of them with the parser.
var examples = map[string][]string{
	"init":              {"willing init --dir house --programme examples/sea-rescue --admin ada --keyfile ada.key --yes"},
	"settings":          {"willing settings --dir house", "willing settings --dir house --url https://house.example", "willing settings --dir house --register-copy /mnt/stick/register.jsonl"},
	"staff add":         {"willing staff add tom --hats coordinator,trainer"},
	"staff list":        {"willing staff list"},
	"staff hats":        {"willing staff hats tom trainer auditor"},
	"staff leave":       {"willing staff leave tom"},
	"staff link":        {"willing staff link tom", "willing staff link tom --with sam --with-keyfile sam.key"},
	"team add":          {"willing team add italy --member sam --member mia --territory IT"},
	"team list":         {"willing team list"},
	"team disband":      {"willing team disband italy"},
	"tie":               {"willing tie sam mia --kind partner", "willing tie sam mia --end --reason 'mistaken for cousins' --with tom --with-keyfile tom.key"},
	"key new":           {"willing key new tom.key"},
	"key enrol":         {"willing key enrol tom tom.key", "willing key enrol sam sam.key --with tom --with-keyfile tom.key"},
	"key revoke":        {"willing key revoke tom tom.key"},
	"programme check":   {"willing programme check examples/sea-rescue"},
	"programme publish": {"willing programme publish my-programme"},
	"programme approve": {"willing programme approve --list", "willing programme approve crew 2 --material"},
	"import leads": {
		"willing import leads list.csv --dry-run",
		"willing import leads belgium.csv france.xlsx",
		"willing import leads list.csv --country IT --territory IT --mapping columns.yaml",
	},
	"import refusals": {"willing import refusals declined.csv", "willing import refusals --withdraw vszwxkc5rkcjxorwezc2p3gacm --reason 'the wrong file'"},
	"lead":            {"willing lead --given Pia --family Rossi --town Chioggia --territory IT --phone '+39 333 748 8888'"},
	"person list":     {"willing person list rossi", "willing person list --territory IT --stage asked", "willing person list --needs review"},
	"person show":     {"willing person show agpgmf"},
	"person history":  {"willing person history agpgmf"},
	"person correct":  {"willing person correct agpgmf --town Venezia --phone '+39 333 748 8888'"},
	"person move":     {"willing person move agpgmf --territory FR"},
	"check":           {"willing check agpgmf"},
	"review":          {"willing review list", "willing review agpgmf", "willing review agpgmf different --reason 'other birth date, other town'"},
	"approach":        {"willing approach agpgmf --spoken-before no", "willing approach agpgmf --outcome not-there"},
	"interview":       {"willing interview agpgmf first-interview --answer spoken_before=no --answer language=it --answer interpreter=nobody"},
	"assess":          {"willing assess agpgmf swim-test --answers answers.json"},
	"age":             {"willing age agpgmf 1990-05-09"},
	"guardian":        {"willing guardian agpgmf agrees --name 'Rosa Rossi'"},
	"assent":          {"willing assent agpgmf"},
	"tell":            {"willing tell agpgmf --language it --aloud --full paper", "willing tell agpgmf --language it --read --full link --link-keyfile agpgmf.link"},
	"understand":      {"willing understand agpgmf --heard voluntary,may-leave,risks,costs"},
	"offer":           {"willing offer agpgmf --with mia --with-keyfile mia.key"},
	"answer": {
		"willing answer yes agpgmf --turned --receipt agpgmf.receipt --with mia --with-keyfile mia.key",
		"willing answer no agpgmf --receipt agpgmf.receipt",
		"willing answer not-now agpgmf --until 2027-05-01",
	},
	"permit":         {"willing permit agpgmf number yes"},
	"call":           {"willing call agpgmf --reached --alone --told-cost --felt-free", "willing call agpgmf"},
	"link send":      {"willing link send agpgmf", "willing link send agpgmf --url https://house.example --smtp mail.example:465 --smtp-from house@house.example"},
	"link show":      {"willing link show agpgmf"},
	"link list":      {"willing link list agpgmf"},
	"link revoke":    {"willing link revoke agpgmf"},
	"remark":         {"willing remark agpgmf 'they rang three times' --safeguarding", "willing remark agpgmf - --link-keyfile agpgmf.link"},
	"stop":           {"willing stop agpgmf", "willing stop agpgmf --undo"},
	"withdraw":       {"willing withdraw agpgmf"},
	"reopen":         {"willing reopen agpgmf --receipt agpgmf.receipt"},
	"update":         {"willing update agpgmf go-on"},
	"markers list":   {"willing markers"},
	"markers renew":  {"willing markers renew --as ada --keyfile ada.key"},
	"markers review": {"willing markers review 1 keep --reason 'nobody is sure yet'", "willing markers review 1 let-go --reason 'five years are over' --with sol --with-keyfile sol.key"},
	"settle":         {"willing settle agpgmf --note 'an old phone, its clock was wrong'", "willing settle sam,mia --note 'spoke with both'", "willing settle house --note 'an old phone'", "willing settle"},
	"select":         {"willing select agpgmf not-taken --reason 'no place this year'"},
	"enrol":          {"willing enrol --scope IT --people sam,mia"},
	"join": {
		"willing join http://localhost:8080 --code abcdefghjkmnpqrs --dir laptop --keyfile laptop.key",
		"willing join http://localhost:8080 --code abcdefghjkmnpqrs --dir laptop --keyfile laptop.key --passphrase",
	},
	"sync":           {"willing sync", "willing sync --meet 192.168.1.5:40123 --code abcdefghjkmnpqrs"},
	"meet":           {"willing meet", "willing meet --listen 192.168.1.5:40123"},
	"bundle export":  {"willing bundle export --for hq --to team.bundle"},
	"bundle inspect": {"willing bundle inspect team.bundle"},
	"bundle import":  {"willing bundle import team.bundle"},
	"devices list":   {"willing devices"},
	"devices renew":  {"willing devices renew bm4xk2qf"},
	"devices revoke": {"willing devices revoke bm4xk2qf", "willing devices revoke bm4xk2qf --since 2027-01-01T18:00:00Z"},
	"devices aside":  {"willing devices aside bm4xk2qf"},
	"devices judge":  {"willing devices judge " + strings.Repeat("0", 64) + " --verdict void --reason 'written on a stolen laptop' --with cora --with-keyfile cora.key"},
	"erase":          {"willing erase ask agpgmf", "willing erase confirm agpgmf", "willing erase --tidy"},
	"export person":  {"willing export person agpgmf --to agpgmf.zip"},
	"needs":          {"willing needs"},
	"log":            {"willing log", "willing log --standing irregular", "willing log --type erasure. --from 2027-01-01"},
	"figures":        {"willing figures"},
	"gates":          {"willing gates"},
	"verify":         {"willing verify", "willing verify --repair"},
	"backup":         {"willing backup --to /mnt/disk"},
	"restore": {
		"willing restore house.age --dir house2 --keys safe --register register.jsonl",
		"willing restore --unlock --dir house2 --register register.jsonl",
	},
	"demo":    {"willing demo --dir demo-house"},
	"serve":   {"willing serve --dir house", "willing serve --dir house --listen 127.0.0.1:8080"},
	"version": {"willing version"},
}

// exampleHelp is what stands under a command's help; nothing for a group of commands.
func exampleHelp(path string) string {
	lines := examples[path]
	if len(lines) == 0 {
		return ""
	}
	return "\nFor instance:\n  " + strings.Join(lines, "\n  ") + "\n"
}
