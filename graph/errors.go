package graph

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph/model"
)

// noOperation is gqlgen's message for a document without an operation.
const noOperation = "no operation provided"

// presenter turns errors into what callers see, and logs what only we may see. It is the one place where errors are
// logged.
type presenter struct{ log *slog.Logger }

// error gives every error a code of pos.Code in its extensions, beside the category that Magento's clients know. What is
// not a pos.Error and not gqlgen's word about the document is internal, and its text stays here.
func (p *presenter) error(ctx context.Context, err error) *gqlerror.Error {
	shown := &gqlerror.Error{}
	about, isGraph := errors.AsType[*gqlerror.Error](err)
	if isGraph {
		shown.Path, shown.Locations, shown.Rule = about.Path, about.Locations, about.Rule
	}
	if shown.Path == nil && graphql.GetFieldContext(ctx) != nil {
		shown.Path = graphql.GetPath(ctx)
	}
	if errors.Is(err, model.ErrNoValue) {
		shown.Message = serverError
		return shown
	}
	known, isKnown := errors.AsType[*pos.Error](err)
	switch {
	case isKnown:
	case isGraph && about.Err == nil:
		known = aboutDocument(about)
	default:
		known = pos.NewError(pos.KindInternal, pos.CodeInternal, "internal").Because(err)
	}
	shown.Message, shown.Extensions = pos.MessageOf(known), extensionsOf(known)
	p.note(ctx, known, err, shown)
	return shown
}

func (p *presenter) note(ctx context.Context, known *pos.Error, err error, shown *gqlerror.Error) {
	switch known.Kind {
	case pos.KindInternal:
		p.log.LogAttrs(ctx, slog.LevelError, "graphql operation failed", slog.Any("error", err), slog.String("path", shown.Path.String()))
	case pos.KindUnavailable:
		p.log.LogAttrs(ctx, slog.LevelWarn, "graphql operation unavailable", slog.Any("error", err), slog.String("path", shown.Path.String()))
	default: // the caller's to mend, and the answer says how
	}
}

// panic is what gqlgen calls when a resolver panicked.
func (p *presenter) panic(ctx context.Context, v any) error {
	p.log.LogAttrs(ctx, slog.LevelError, "graphql resolver panicked",
		slog.String("panic", fmt.Sprint(v)), slog.String("stack", string(debug.Stack())))
	return pos.NewError(pos.KindInternal, pos.CodeInternal, "panic: %v", v)
}

// aboutDocument is gqlgen's or the parser's complaint about a document, in our words where theirs says nothing.
func aboutDocument(err *gqlerror.Error) *pos.Error {
	switch {
	case strings.HasPrefix(err.Message, "exceeded token limit"):
		return pos.NewError(pos.KindInvalid, pos.CodeTooComplex, "The document is too long: it %s.", err.Message)
	case err.Message == noOperation:
		return pos.Invalid("Syntax Error: Unexpected <EOF>")
	case err.Extensions["code"] == errcode.ParseFailed:
		return pos.Invalid("Syntax Error: %s", err.Message)
	default:
		return pos.Invalid("%s", err.Message)
	}
}

func extensionsOf(err *pos.Error) map[string]any {
	extensions := map[string]any{"code": string(err.Code)}
	switch err.Kind {
	case pos.KindInvalid, pos.KindConflict:
		extensions["category"] = "graphql-input"
	case pos.KindNotFound:
		extensions["category"] = "graphql-no-such-entity"
	case pos.KindUnauthorized:
		extensions["category"] = "graphql-authorization"
	default:
		extensions["category"] = "internal"
	}
	return extensions
}
