package journal

import "encoding/binary"

// The buckets of the journal. Numbers in keys and values are big-endian, so that byte order is number
// order. A lane's number is the arrival number of its first commit on this node. A place (18 bytes) is
// lane number (8), seq (8) and rival (2): rival 0 is the lane itself, 1 and up are commits of other
// branches with the same seq.
const (
	// Commits of lanes, in lane order. Key: place, with rival 0. Value: arrival number (8), time of
	// arrival in unix milliseconds (8), device signature (64), header bytes.
	bucketCommits Bucket = "commits"

	// Forks: commits whose place in the lane was taken, or that follow such a one. Key: place, with rival
	// 1 and up. Value: as in commits.
	bucketForks Bucket = "forks"

	// Early: commits whose lane has not come as far. Key: place, its lane number being their number in the order in which
	// they came, with the highest bit set, and with the greatest rival. Value: as in commits, the arrival number
	// being that number.
	bucketEarly Bucket = "early"

	// Bodies, in lane order, those of one commit together. Key: place. Value: see bodies.go; no entry, if all
	// are withheld.
	bucketBodies Bucket = "bodies"

	// Lanes and their heads. Key: device (32), epoch (4), scope. Value: lane number (8), seq of the last
	// commit (8), its hash (32), its clock (8).
	bucketLanes Bucket = "lanes"

	// Hashes finds a commit of any branch by name. Key: hash (32). Value: place.
	bucketHashes Bucket = "hashes"

	// Arrivals is the order in which commits of any branch came to this node. Key: arrival number (8),
	// from 1 without gaps. Value: place.
	bucketArrivals Bucket = "arrivals"

	// Last: how far arrivals go, so that nobody need look for their end. Key: "arrival". Value: the last
	// arrival number (8). Key: "early". Value: the number of the last commit that came early (8), how many of them wait (8).
	bucketLast Bucket = "last"

	// Subjects finds all commits of any branch about one subject, in order of arrival. Key: subject (16),
	// arrival number (8). Value: place. Commits without a subject are not in it.
	bucketSubjects Bucket = "subjects"

	// Chunks are pieces of files that bodies name. Key: subject (16), zero for what belongs to nobody, and the
	// chunk's name (32). Value: length of the salt (1), salt, content.
	bucketChunks Bucket = "chunks"
)

// Buckets lists every bucket of the journal, for stores that make theirs beforehand.
var Buckets = []Bucket{
	bucketCommits, bucketForks, bucketBodies, bucketLanes, bucketHashes, bucketArrivals, bucketLast, bucketSubjects, bucketChunks, bucketEarly,
}

// place is where a commit lies; see the buckets.
type place struct {
	lane, seq uint64
	rival     uint16
}

const placeSize = 18

func (p place) key() []byte {
	key := binary.BigEndian.AppendUint64(make([]byte, 0, placeSize+2), p.lane)
	key = binary.BigEndian.AppendUint64(key, p.seq)
	return binary.BigEndian.AppendUint16(key, p.rival)
}

func (p place) bucket() Bucket {
	switch p.rival {
	case 0:
		return bucketCommits
	case earlyRival:
		return bucketEarly
	}
	return bucketForks
}

func readPlace(key []byte) (place, error) {
	if len(key) != placeSize {
		return place{}, brokenEntry("place")
	}
	return place{
		lane:  binary.BigEndian.Uint64(key),
		seq:   binary.BigEndian.Uint64(key[8:]),
		rival: binary.BigEndian.Uint16(key[16:]),
	}, nil
}

func laneKey(l Lane) []byte {
	key := append(make([]byte, 0, len(l.Device)+4+len(l.Scope)), l.Device[:]...)
	key = binary.BigEndian.AppendUint32(key, l.Epoch)
	return append(key, l.Scope...)
}

func readLane(key []byte) (Lane, error) {
	if len(key) < 36 {
		return Lane{}, brokenEntry("lane")
	}
	return Lane{
		Device: Device(key[:32]), Epoch: binary.BigEndian.Uint32(key[32:]), Scope: Scope(key[36:]),
	}, nil
}

func numberKey(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

// after is the first key that does not begin with prefix and is above all that do; nil if there is none.
func after(prefix []byte) []byte {
	for i := len(prefix) - 1; i >= 0; i-- {
		if prefix[i] != 0xff {
			return append(append([]byte(nil), prefix[:i]...), prefix[i]+1)
		}
	}
	return nil
}
