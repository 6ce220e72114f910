package intake

// Bounds of what is read. A partner's list has some dozens of columns and some thousands of rows; what goes beyond
// these is a mistake or an attack, and is answered by a [FileError] or a rejected row, never by memory.
const (
	MaxColumns = 1000      // columns of a table; a row with more is rejected, a heading with more refuses the file
	MaxCell    = 64 << 10  // bytes of one cell (a spreadsheet program holds 32,767 characters)
	MaxRow     = 1 << 20   // bytes of all cells of one row, and of one line of JSON
	MaxRows    = 2_000_000 // rows of one table (a spreadsheet program holds 1,048,576)
	MaxMapping = 64 << 10  // bytes of a mapping file

	MaxWorkbook     = 256 << 20 // bytes of all parts of a workbook when unpacked
	MaxWorkbookPart = 128 << 20 // bytes of one part of a workbook when unpacked
	MaxSharedText   = 64 << 20  // bytes of the text that the cells of a workbook share
)

const (
	maxParts     = 4096     // parts of a workbook
	maxRatio     = 200      // unpacked bytes for one packed byte, in parts above smallPart
	smallPart    = 8 << 20  // a part below this may be packed as tightly as it likes
	maxIndexPart = 16 << 20 // bytes of the lists of sheets and of styles
	longGap      = 1000     // rows left out of a sheet in one stretch that are still handed out as empty
	maxXMLRun    = 1 << 20  // bytes between two tags of a workbook part
	sampleRows   = 40       // rows looked at to find the headings
	sampleBytes  = 64 << 10
)
