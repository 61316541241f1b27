package catalog

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/tillway/tillway/gateway/pos"
)

const (
	sourcePage = 1000
	appendPage = 500
	// maxDifference is how many changes are appended to a log that readers follow; beyond it the log is begun anew and
	// readers take the new generation whole, which is less to carry.
	maxDifference = 20_000
	// pageRetries and pageRetryWait bound how often a page is tried again, with doubled waits.
	pageRetries   = 4
	pageRetryWait = 500 * time.Millisecond
	// documentFormat begins every fingerprint: a release that tells more than the one before, or other things, makes the catalog anew.
	documentFormat = "10"
	// importTries is how often an import is made that others overtake.
	importTries = 3
)

// ImporterConfig is what an Importer needs. Source, Shelf, Log and Now are required.
type ImporterConfig struct {
	Source Source
	Shelf  Shelf
	Log    Log
	// Bulk, if any, reads all products instead of Source's pages.
	Bulk BulkSource
	// Changes, if any, tells the place in the source's history that the generation is of: a Poller goes on from there.
	Changes ChangeSource
	// Holder, if any, has the digests of that place computed once the new generation is in force.
	Holder DigestHolder
	// Sales, if any, is asked for what levels do not know of yet.
	Sales Sales
	// Announcer, if any, is told once the log has grown.
	Announcer Announcer
	// Locker, if any, lets one import of a store view run at a time, whoever asks for it.
	Locker Locker
	// Settings are the gateway's own settings that documents depend on, such as the barcode attribute, in any stable form.
	Settings string
	Now      func() time.Time
	// Broken, if any, is told how many products have the URL key of another ("url_key").
	Broken func(entity string, rows int)
	Logger *slog.Logger
}

// Importer reads a store view's whole catalog and shelves it as a new generation.
type Importer struct{ cfg ImporterConfig }

// NewImporter returns an importer.
func NewImporter(cfg ImporterConfig) *Importer {
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	if cfg.Broken == nil {
		cfg.Broken = func(string, int) {}
	}
	return &Importer{cfg}
}

// Progress tells how far an import has come with one kind of document.
type Progress struct {
	Kind      pos.DocumentKind
	Done      int
	Total     int     // as counted before; documents may come and go meanwhile
	PerSecond float64 // since the kind was begun
	// Left is the time to the end at this rate, 0 when unknown.
	Left time.Duration
}

// Counts are the documents of one kind in a report.
type Counts struct{ Added, Changed, Deleted, Unchanged int }

// Report is what an import did.
type Report struct {
	Store  string
	Cursor pos.Cursor
	// NewEpoch says that the log was begun anew: readers take the whole generation.
	NewEpoch bool
	Kinds    map[pos.DocumentKind]Counts
	Chunks   int // of the generation
	// Took is until the new generation was in force, Settled until the digests were kept that later sweeps compare with.
	Took, Settled time.Duration
}

// Import reads everything of a store view from the source, appends what differs from the shelf to the log, and makes the
// new generation the current one. Only the last write switches readers over: a crash before it leaves the old generation
// in force, and with it a log that is true. What the log gained while the import was reading is newer than what it read
// and wins. Progress, which may be nil, is called by one goroutine at a time.
//
// One import at a time per store view: another waits for it. When two run at once all the same (the lock of one was lost, or
// there is none), the one whose log the other began anew imports again.
// Errors: those of the source, unavailable for the shelf and the log; conflict, when it was overtaken again and again.
func (im *Importer) Import(ctx context.Context, store string, progress func(Progress)) (Report, error) {
	done, err := im.alone(ctx, store)
	if err != nil {
		return Report{}, fmt.Errorf("import %s: %w", store, err)
	}
	defer done()
	return im.tried(ctx, store, false, progress)
}

// repair imports a store view anew whose shelf and log cannot be followed, are of an epoch that was rewritten, or hold documents of
// another format; false when there was no need.
func (im *Importer) repair(ctx context.Context, store, rewritten string) (Report, bool, error) {
	if whole, err := im.whole(ctx, store, rewritten); err != nil || whole {
		return Report{}, false, err
	}
	done, err := im.alone(ctx, store)
	if err != nil {
		return Report{}, false, fmt.Errorf("import %s: %w", store, err)
	}
	defer done()
	// The import that was waited for may have been all that was lacking: while it is under way its log is ahead of its manifest.
	if whole, err := im.whole(ctx, store, rewritten); err != nil || whole {
		return Report{}, false, err
	}
	im.cfg.Logger.InfoContext(ctx, "the shared cache does not hold the whole catalog as this version tells it; it is imported", slog.String("store", store))
	report, err := im.tried(ctx, store, true, nil)
	return report, err == nil, err
}

// tried imports, under a new epoch if need be, and again when another import began the log anew meanwhile.
func (im *Importer) tried(ctx context.Context, store string, anew bool, progress func(Progress)) (Report, error) {
	if progress == nil {
		progress = func(Progress) {}
	}
	for try := 1; ; try++ {
		report, err := im.once(ctx, store, anew, progress)
		if pos.KindOf(err) != pos.KindConflict || try == importTries {
			return report, err
		}
		im.cfg.Logger.WarnContext(ctx, "import was overtaken by another and is made again", slog.String("store", store), slog.Any("error", err))
	}
}

func (im *Importer) once(ctx context.Context, store string, anew bool, progress func(Progress)) (Report, error) {
	begun := im.cfg.Now()
	was, _, err := readHeld(ctx, im.cfg.Shelf, im.cfg.Log, store)
	if err != nil {
		return Report{}, fmt.Errorf("import %s: %w", store, err)
	}
	found, err := im.read(ctx, store, progress)
	defer found.later.end()
	if err != nil {
		return Report{}, fmt.Errorf("import %s: %w", store, err)
	}
	if was != nil && len(found.unread) > 0 {
		if err := im.keepHeld(ctx, store, found.docs, found.unread); err != nil {
			return Report{}, fmt.Errorf("import %s: keep what is held: %w", store, err)
		}
	}
	report := Report{Store: store}
	if err := im.append(ctx, store, was, found.docs, anew || was != nil && was.fingerprint != found.fingerprint, &report); err != nil {
		return Report{}, fmt.Errorf("import %s: %w", store, err)
	}
	manifest := pos.Manifest{Store: store, Cursor: report.Cursor, Fingerprint: found.fingerprint, BuiltAt: im.cfg.Now().UTC().Format(time.RFC3339Nano)}
	var known map[string]bool
	if was != nil {
		known = was.chunks
	}
	if manifest.Chunks, err = im.shelve(ctx, found, known); err != nil {
		return Report{}, fmt.Errorf("import %s: %w", store, err)
	}
	if err := im.cfg.Shelf.PutManifest(ctx, manifest); err != nil {
		return Report{}, fmt.Errorf("import %s: put the manifest: %w", store, err)
	}
	if im.cfg.Announcer != nil {
		if err := im.cfg.Announcer.AnnounceCatalog(ctx, store, report.Cursor); err != nil {
			im.cfg.Logger.WarnContext(ctx, "import was not announced; followers find it by the clock", slog.String("store", store), slog.Any("error", err))
		}
	}
	report.Chunks, report.Took = len(manifest.Chunks), im.cfg.Now().Sub(begun)
	im.tellURLKeys(ctx, store, found) // before what takes long: the documents can go then
	if err := im.settle(ctx, manifest, found.place, found.later); err != nil {
		im.cfg.Logger.WarnContext(ctx, "import kept no digests; the next sweep imports again", slog.String("store", store), slog.Any("error", err))
	}
	report.Settled = im.cfg.Now().Sub(begun)
	return report, nil
}

// whole is whether a reader finds a store view's manifest, of documents as we write them, and a log that goes on from it and is not of a
// rewritten epoch.
func (im *Importer) whole(ctx context.Context, store, rewritten string) (bool, error) {
	m, err := im.cfg.Shelf.Manifest(ctx, store)
	if err != nil {
		return false, unlessBroken(err)
	}
	if !isOfOurFormat(m.Fingerprint) {
		return false, nil
	}
	head, err := im.cfg.Log.Head(ctx, store)
	if err != nil {
		return false, unlessBroken(err)
	}
	_, err = im.cfg.Log.After(ctx, store, m.Cursor, 1)
	return err == nil && m.Cursor.Epoch == head.Epoch && head.Epoch != rewritten, unlessBroken(err)
}

// unlessBroken is nil for the errors that only an import helps against.
func unlessBroken(err error) error {
	if code := pos.CodeOf(err); code == pos.CodeNotFound || code == pos.CodeResyncFirst {
		return nil
	}
	return err
}

// shelve puts the chunks of a generation on the shelf, those that are not known to be there already, and returns them: the
// documents, what registers read of the products, and the place in the source's history.
func (im *Importer) shelve(ctx context.Context, found wasRead, known map[string]bool) ([]pos.Chunk, error) {
	attributes, err := found.docs.ruleAttributes()
	if err != nil {
		return nil, err
	}
	all := runs(found.docs)
	if im.cfg.Changes != nil {
		all = append(all, found.place.run())
	}
	chunks, cuts := make([]pos.Chunk, len(all)), make([]pos.Chunk, len(all))
	group, gctx := errgroup.WithContext(ctx)
	group.SetLimit(processors())
	cut := slices.Equal(found.attributes, attributes)
	for i, r := range all {
		group.Go(func() (err error) {
			if chunks[i], err = r.store(gctx, im.cfg.Shelf, known); err != nil || r.kind != pos.DocProduct {
				return err
			}
			if r, err = r.registerRun(attributes, cut); err != nil {
				return err
			}
			cuts[i], err = r.store(gctx, im.cfg.Shelf, known)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return append(chunks, slices.DeleteFunc(cuts, func(c pos.Chunk) bool { return c.Kind == "" })...), nil
}

// fingerprintOf stands for the form of the documents and every setting that alters what they mean: the store view's configuration with
// its tax rates, the attributes that rules look at, and the gateway's own settings.
func fingerprintOf(store []byte, attributes []string, settings string) string {
	h := sha256.New()
	h.Write(store)
	h.Write([]byte{0})
	h.Write([]byte(strings.Join(attributes, ",") + "\x00" + settings))
	return documentFormat + "-" + hex.EncodeToString(h.Sum(nil)[:16])
}

// isOfOurFormat reports whether the documents under a fingerprint are as this version writes them.
func isOfOurFormat(fingerprint string) bool {
	return strings.HasPrefix(fingerprint, documentFormat+"-")
}

// append brings the log, which is begun anew if need be, up to what was read and docs up to the log, and fills the report's
// counts and cursor.
func (im *Importer) append(ctx context.Context, store string, was *held, docs documents, anew bool, report *Report) error {
	log := im.cfg.Log
	if was != nil {
		// What was appended while we were reading the source is newer than what we read.
		var levels []string
		head, err := foldLog(ctx, log, store, was.cursor, func(c pos.Change) {
			docs.fold(c)
			was.fold(c)
			if c.Kind == pos.DocStock {
				levels = append(levels, c.Key)
			}
		})
		switch {
		case pos.CodeOf(err) == pos.CodeResyncFirst, pos.CodeOf(err) == pos.CodeNotFound:
			was = nil
		case err != nil:
			return err
		default:
			was.cursor = head
			if err := im.rereadStock(ctx, store, levels, docs); err != nil {
				return err
			}
		}
	}
	changes := difference(was, docs, report)
	if was == nil || anew || len(changes) > maxDifference {
		return im.begin(ctx, store, was, docs, report)
	}
	for page := range slices.Chunk(changes, appendPage) {
		if _, err := log.Append(ctx, store, page); err != nil {
			return fmt.Errorf("append to the log: %w", err)
		}
	}
	// Reading our own changes back with whatever came between them makes the chunks equal the log at the cursor.
	cursor, err := foldLog(ctx, log, store, was.cursor, docs.fold)
	if code := pos.CodeOf(err); code == pos.CodeResyncFirst || code == pos.CodeNotFound {
		return im.begin(ctx, store, nil, docs, report) // more was appended than the log keeps, or someone began it anew
	}
	report.Cursor = cursor
	return err
}

// rereadStock reads levels again that were appended while the source was read: where only what was sold had changed, they have
// Magento's number of before.
func (im *Importer) rereadStock(ctx context.Context, code string, skus []string, docs documents) error {
	if im.cfg.Sales == nil || len(skus) == 0 {
		return nil
	}
	var store pos.Store
	if err := json.Unmarshal(find(docs.of(pos.DocStore), pos.DocStore, code), &store); err != nil {
		return fmt.Errorf("decode the store: %w", err)
	}
	slices.Sort(skus)
	f := fresh{}
	for some := range slices.Chunk(slices.Compact(skus), rereadPage) {
		pieces, err := unreserved(ctx, im.cfg.Sales, store, some)
		if err != nil {
			return err
		}
		levels, err := im.cfg.Source.StockBySKU(ctx, store, some)
		if err != nil {
			return fmt.Errorf("read stock: %w", err)
		}
		noteSold(levels, pieces)
		f.addLevels(levels)
	}
	for id, is := range f {
		docs.put(id.kind, document{Document: pos.Document{Kind: id.kind, Key: id.key, Body: is.body}})
	}
	return nil
}

// begin starts the log anew: readers take the new generation whole. What was appended to the log before it, after we had
// read it for the last time, is newer than what we read of the source, and nobody would tell it again.
func (im *Importer) begin(ctx context.Context, store string, was *held, docs documents, report *Report) error {
	head, err := im.cfg.Log.Begin(ctx, store)
	if err != nil {
		return fmt.Errorf("begin the log: %w", err)
	}
	report.NewEpoch = true
	if was != nil {
		_, err := foldLog(ctx, im.cfg.Log, store, was.cursor, docs.fold)
		if code := pos.CodeOf(err); err != nil && code != pos.CodeResyncFirst && code != pos.CodeNotFound {
			return err
		}
	}
	report.Cursor, err = foldLog(ctx, im.cfg.Log, store, head, docs.fold)
	return err
}

func (h *held) fold(c pos.Change) {
	if c.Deleted {
		delete(h.sums, docID{c.Kind, c.Key})
	} else {
		h.sums[docID{c.Kind, c.Key}] = digestOf(c.Body)
	}
}
