package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"learnmap/data"
)

// Get implements data.Store.
func (s *Store) Get(ctx context.Context, key data.Key) (data.Record, error) {
	leave, err := s.enter()
	if err != nil {
		return data.Record{}, err
	}
	defer leave()
	if err := data.CheckText(string(key.Kind), key.ID); err != nil {
		return data.Record{}, err
	}
	r, err := scanRecord(s.readers.QueryRowContext(ctx, selectRecord, string(key.Kind), key.ID))
	if errors.Is(err, sql.ErrNoRows) {
		return data.Record{}, fmt.Errorf("%s: %w", key, data.ErrNotFound)
	}
	return r, s.explain(err)
}

// List implements data.Store.
func (s *Store) List(ctx context.Context, kind data.Kind, owner, after string, limit int) ([]data.Record, error) {
	leave, err := s.enter()
	if err != nil {
		return nil, err
	}
	defer leave()
	if err := data.CheckText(string(kind), owner, after); err != nil {
		return nil, err
	}
	if limit < 1 {
		return nil, fmt.Errorf("%w: a list of %d records", data.ErrInvalid, limit)
	}
	query, args := listKind, []any{string(kind), after, limit}
	if owner != "" {
		query, args = listOwner, []any{string(kind), owner, after, limit}
	}
	rows, err := s.readers.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, s.explain(err)
	}
	defer rows.Close()
	var records []data.Record
	for rows.Next() {
		r, err := scanRecord(rows)
		if err != nil {
			return nil, s.explain(err)
		}
		records = append(records, r)
	}
	return records, s.explain(rows.Err())
}

// Changes implements data.Store.
func (s *Store) Changes(ctx context.Context, after data.Seq, limit int) (data.Page, error) {
	leave, err := s.enter()
	if err != nil {
		return data.Page{}, err
	}
	defer leave()
	if after < 0 || limit < 1 {
		return data.Page{}, fmt.Errorf("%w: %d changes after %d", data.ErrInvalid, limit, after)
	}
	rows, err := s.readers.QueryContext(ctx, selectChanges, int64(after), limit)
	if err != nil {
		return data.Page{}, s.explain(err)
	}
	defer rows.Close()
	var page data.Page
	for rows.Next() {
		if err := scanChange(rows, &page); err != nil {
			return data.Page{}, s.explain(err)
		}
	}
	if err := rows.Err(); err != nil {
		return data.Page{}, s.explain(err)
	}
	if after > 0 && (after < page.Floor || after > page.Head) {
		return data.Page{}, fmt.Errorf("after %d, with the floor at %d and the head at %d: %w",
			after, page.Floor, page.Head, data.ErrPruned)
	}
	return page, nil
}

// Cursor implements data.Store.
func (s *Store) Cursor(ctx context.Context, feed string) (string, error) {
	leave, err := s.enter()
	if err != nil {
		return "", err
	}
	defer leave()
	if err := data.CheckText(feed); err != nil {
		return "", err
	}
	var cursor string
	err = s.readers.QueryRowContext(ctx, selectCursor, feed).Scan(&cursor)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return cursor, s.explain(err)
}

// scanRecord reads a row of columns.
func scanRecord(row interface{ Scan(...any) error }) (data.Record, error) {
	var r data.Record
	var modified int64
	err := row.Scan(&r.Seq, &r.Kind, &r.ID, &r.Owner, &modified, &r.Deleted, &r.Data)
	r.Modified = time.UnixMilli(modified).UTC()
	return r, err
}

// scanChange reads a row of selectChanges into the page. Behind the end of the
// list it has the head alone.
func scanChange(rows *sql.Rows, page *data.Page) error {
	var (
		seq, modified   *int64
		kind, id, owner *string
		deleted         *bool
		text            []byte
	)
	err := rows.Scan(&page.Head, &page.Floor, &page.Epoch, &seq, &kind, &id, &owner, &modified, &deleted, &text)
	if err != nil || seq == nil {
		return err
	}
	page.Records = append(page.Records, data.Record{
		Key:      data.Key{Kind: data.Kind(*kind), ID: *id},
		Seq:      data.Seq(*seq),
		Owner:    *owner,
		Modified: time.UnixMilli(*modified).UTC(),
		Deleted:  *deleted,
		Data:     text,
	})
	return nil
}
