-- +goose Up

-- entry holds every ordered map of the store. It is clustered by its primary key, so one page holds
-- neighbours of one bucket and a scan reads each page once.
--
-- bucket  the name of the map, lower case ASCII
-- key     compared byte by byte (BLOBs sort by memcmp)
-- value   the stored bytes, followed by 4 bytes CRC-32C, big endian, over
--         bucket, 0x00, the length of key (8 bytes, big endian), key, value
CREATE TABLE entry (
    bucket TEXT NOT NULL,
    key    BLOB NOT NULL,
    value  BLOB NOT NULL,
    PRIMARY KEY (bucket, key)
) WITHOUT ROWID, STRICT;

-- 'WILL' in ASCII marks the file as ours (offset 68 of the file).
PRAGMA application_id = 0x57494C4C;
