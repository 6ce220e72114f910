package phone

import (
	"bytes"
	"encoding/json"

	"willing/exchange"
	"willing/exchange/meet"
	"willing/store/paged"
)

// keeper keeps beside the journal what a copy of the journal must not bring back.
type keeper struct{ drawer drawer }

var _ meet.Keeper = keeper{}

// Unseen reports whether what is written into one of the phone's databases changes no page: what is remembered of other
// nodes is a hint for the next exchange, and is put away before each. Then pages that were made stay as true as they were.
func Unseen(puts []paged.Record, deletes []string) bool {
	return len(deletes) == 0 && len(puts) == 1 && puts[0].Name == peersRecord
}

// Peers implements [meet.Keeper].
func (k keeper) Peers() map[string]exchange.Peer {
	raw, _ := k.drawer.get(peersRecord) // none is as good as a damaged one
	return exchange.ReadPeers(raw)
}

// KeepPeers implements [meet.Keeper]. A line that broke before anything was said writes nothing.
func (k keeper) KeepPeers(peers map[string]exchange.Peer) error {
	raw, err := json.Marshal(peers)
	if err != nil {
		return err
	}
	if before, err := k.drawer.get(peersRecord); err == nil && bytes.Equal(before, raw) {
		return nil
	}
	return k.drawer.put(paged.Record{Name: peersRecord, Data: raw})
}

// Epoch implements [meet.Keeper].
func (k keeper) Epoch() uint32 {
	epoch := uint32(1)
	_ = k.drawer.read(epochRecord, &epoch) // it was read when the phone was opened
	return epoch
}

// BeginEpoch implements [meet.Keeper].
func (k keeper) BeginEpoch(epoch uint32) error { return k.drawer.write(epochRecord, epoch) }
