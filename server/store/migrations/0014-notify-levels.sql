-- Which messages notify a member: 0 all, 1 mentions alone (what muting has meant), 2 none.
ALTER TABLE members RENAME COLUMN is_muted TO notify;
