package exchange

import (
	_ "embed"
	"fmt"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// dictionary is what headers and bodies commonly say, so that even a frame of one commit packs well. It is
// part of the protocol: it never changes, a better one gets a new number.
//
//go:embed dictionary.txt
var dictionary []byte

const dictionaryID = 1

var packer = sync.OnceValues(func() (*zstd.Encoder, error) {
	return zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedBetterCompression),
		zstd.WithEncoderDictRaw(dictionaryID, dictionary), zstd.WithEncoderCRC(true))
})

var unpacker = sync.OnceValues(func() (*zstd.Decoder, error) {
	return zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderDictRaw(dictionaryID, dictionary),
		zstd.WithDecoderMaxMemory(MaxFrame), zstd.WithDecoderMaxWindow(MaxFrame))
})

// pack compresses a frame.
func pack(raw []byte) ([]byte, error) {
	z, err := packer()
	if err != nil {
		return nil, err
	}
	return z.EncodeAll(raw, nil), nil
}

// unpack undoes pack; what would grow beyond [MaxFrame] is refused before it does.
func unpack(packed []byte) ([]byte, error) {
	z, err := unpacker()
	if err != nil {
		return nil, err
	}
	raw, err := z.DecodeAll(packed, nil)
	if err != nil {
		return nil, fmt.Errorf("%w: a frame cannot be unpacked", ErrMessage)
	}
	return raw, nil
}
