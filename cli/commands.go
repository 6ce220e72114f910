package cli

// commands is every command there is, in the order in which a house meets them. Each lives in the file
// of its name.
type commands struct {
	Globals globals `embed:""`

	Init      initCmd      `cmd:"" help:"Make a new house in an empty folder."`
	Settings  settingsCmd  `cmd:"" help:"Where browsers find the house, and where its register is copied to: show it, change it."`
	Staff     staffCmd     `cmd:"" help:"Who works here and which hats they wear."`
	Team      teamCmd      `cmd:"" help:"Teams and their territories."`
	Tie       tieCmd       `cmd:"" help:"Declare that two people are kin, partners or close."`
	Key       keyCmd       `cmd:"" help:"Make, enrol and revoke keys."`
	Programme programmeCmd `cmd:"" help:"Check, publish and approve what the organisation recruits for."`

	Import  importCmd  `cmd:"" help:"Take in a partner office's list."`
	Lead    leadCmd    `cmd:"" help:"Note one sighting of somebody to meet."`
	Person  personCmd  `cmd:"" help:"List people, show one, read one's history."`
	Check   checkCmd   `cmd:"" help:"Look a person up before an approach."`
	Review  reviewCmd  `cmd:"" help:"Decide possible matches; let a held-back row in."`
	Markers markersCmd `cmd:"" help:"What remains of those who said no: look at it again, renew its keys."`

	Approach   approachCmd   `cmd:"" help:"Record a first talk, or an attempt."`
	Interview  interviewCmd  `cmd:"" help:"Record an interview on a form of the programme."`
	Assess     assessCmd     `cmd:"" help:"Record a test on a form of the programme."`
	Age        ageCmd        `cmd:"" help:"Record a birth date, stated or proven."`
	Guardian   guardianCmd   `cmd:"" help:"Record a guardian's own answer for a minor."`
	Assent     assentCmd     `cmd:"" help:"Record a minor's own agreement."`
	Tell       tellCmd       `cmd:"" help:"Record that a person was told the cost and has the whole text."`
	Understand understandCmd `cmd:"" help:"Record what the mentor heard in the person's own words."`
	Offer      offerCmd      `cmd:"" help:"Ask the question, as a pair."`
	Answer     answerCmd     `cmd:"" help:"Record the person's answer, with a receipt."`
	Permit     permitCmd     `cmd:"" help:"Record a separate answer to a separate question."`
	Link       linkCmd       `cmd:"" help:"A person's private links: hand one over, list them, end them."`
	Call       callCmd       `cmd:"" help:"Record the outside call before a yes takes effect."`

	Stop     stopCmd     `cmd:"" help:"Leave a person alone, at once."`
	Withdraw withdrawCmd `cmd:"" help:"Record that a person leaves or drops their yes."`
	Remark   remarkCmd   `cmd:"" help:"Keep what a person said of themselves about a no; the team does not see it."`
	Reopen   reopenCmd   `cmd:"" help:"Let a person come back who comes by themselves."`
	Update   updateCmd   `cmd:"" help:"Record the answer to a text told again."`
	Settle   settleCmd   `cmd:"" help:"Look at what needs a look, and note what came of it."`
	Select   selectCmd   `cmd:"" help:"Record a named person's decision whether somebody is taken."`
	Erase    eraseCmd    `cmd:"" help:"Ask for an erasure, confirm or deny one, execute what is due."`
	Export   exportCmd   `cmd:"" help:"Give a person their own file."`

	Enrol   enrolCmd   `cmd:"" help:"Make a code with which one device joins."`
	Join    joinCmd    `cmd:"" help:"Make this folder a node of a house."`
	Sync    syncCmd    `cmd:"" help:"Exchange with headquarters what each lacks."`
	Meet    meetCmd    `cmd:"" help:"Wait for another laptop of the house, where there is no headquarters."`
	Bundle  bundleCmd  `cmd:"" help:"Exchange by a file on a stick, where there is no line."`
	Devices devicesCmd `cmd:"" help:"The devices of the house, and what each still lacks."`

	Needs   needsCmd   `cmd:"" help:"What needs a person now."`
	Log     logCmd     `cmd:"" help:"Search the whole log, newest first."`
	Figures figuresCmd `cmd:"" help:"Counts by territory and stage."`
	Gates   gatesCmd   `cmd:"" help:"The rules that the program holds."`
	Verify  verifyCmd  `cmd:"" help:"Check the whole house: chains, signatures, views, register."`
	Backup  backupCmd  `cmd:"" help:"Make one encrypted file of the house."`
	Restore restoreCmd `cmd:"" help:"Make a house of a backup, or unlock a restored one."`
	Demo    demoCmd    `cmd:"" help:"Play the example's story into an empty folder, or open again where it was played."`
	Serve   serveCmd   `cmd:"" help:"Own the data folder and answer the command line."`
	Version versionCmd `cmd:"" help:"Print the version."`
}
