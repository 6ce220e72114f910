package sqlite

import "encoding/binary"

// blank zeroes what no entry uses in a b-tree page: the gap between the cell pointers and the cells, and
// the freeblocks. It reports whether anything was there. Pages of other types and pages whose
// header makes no sense stay as they are.
//
// secure_delete zeroes a cell when it is deleted, but when SQLite spreads cells over neighbouring pages
// it rebuilds a page from its end and lets old copies stand in the gap. Later, when the entry
// is deleted, only its living cell is zeroed.
//
// Format: https://www.sqlite.org/fileformat2.html#b_tree_pages. first says that this is page 1, where the
// b-tree header follows the 100 bytes of the file header. An overflow or freelist page begins with a page
// number, whose first byte is below 2 as long as the file has fewer than 2^25 pages (maxPages).
func blank(page []byte, first bool) bool {
	at := 0
	if first {
		at = 100
	}
	if len(page) < at+12 {
		return false
	}
	head := 8
	switch page[at] {
	case 2, 5: // interior: 4 bytes more, for the right-most child
		head = 12
	case 10, 13:
	default:
		return false
	}
	gap := at + head + 2*int(binary.BigEndian.Uint16(page[at+3:]))
	cells := int(binary.BigEndian.Uint16(page[at+5:]))
	if cells == 0 {
		cells = 65536
	}
	if gap > cells || cells > len(page) {
		return false
	}
	dirty := zero(page[gap:cells])
	for block := int(binary.BigEndian.Uint16(page[at+1:])); block >= cells && block+4 <= len(page); {
		next := int(binary.BigEndian.Uint16(page[block:]))
		size := int(binary.BigEndian.Uint16(page[block+2:]))
		if size < 4 || block+size > len(page) {
			break
		}
		dirty = zero(page[block+4:block+size]) || dirty
		if next <= block {
			break
		}
		block = next
	}
	return dirty
}

// zero clears p and reports whether there was anything in it.
func zero(p []byte) bool {
	dirty := false
	for i, c := range p {
		if c != 0 {
			dirty = true
			p[i] = 0
		}
	}
	return dirty
}
