-- +goose Up

-- logs has one row while the log files beside this file are in use: from before the first Update that goes into
-- them until the store is closed, when everything stands in this file. Then both must be there, whatever they
-- hold: one that is missing or empty had somebody's work in it. A snapshot is written with this table empty.
CREATE TABLE logs (
    used INTEGER NOT NULL
) STRICT;
