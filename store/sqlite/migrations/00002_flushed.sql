-- +goose Up

-- flushed says how much of the log beside this file stands in it: every Update up to this number. id is what
-- the log files of this very file begin with, so that another file's are never taken for its own.
CREATE TABLE flushed (
    upto INTEGER NOT NULL,
    id   BLOB NOT NULL
) STRICT;

INSERT INTO flushed (upto, id) VALUES (0, randomblob(16));
